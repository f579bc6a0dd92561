import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { ApiProblems, ApiSuccess } from '../common/http/api-documentation.js';
import { Public } from '../common/security/access.decorators.js';
import { CurrentPrincipal, type Principal } from '../common/security/principal.js';
import { AuthService } from './auth.service.js';
import { LoginDto } from './dto/login.dto.js';
import { MeDto, toMeDto } from './dto/me.dto.js';
import { TokensDto } from './dto/tokens.dto.js';

@ApiTags('auth')
@Controller('auth')
export class AuthController {
  constructor(private readonly auth: AuthService) {}

  /**
   * Sign in
   *
   * @remarks Answers an access token for `Authorization: Bearer …` and a refresh token. Unknown user and wrong password look the
   * same.
   */
  @Public()
  @Post('login')
  @HttpCode(200)
  @ApiSuccess(200, TokensDto, {
    access_token: 'eyJhbGciOiJIUzI1NiIsInR5cCI6ImF0K2p3dCIsImtpZCI6IjVhZjIifQ.eyJzdWIiOiIwMTkwIn0.c2ln',
    refresh_token: 'eyJhbGciOiJIUzI1NiIsInR5cCI6InJ0K2p3dCIsImtpZCI6IjkxYzcifQ.eyJzdWIiOiIwMTkwIn0.c2ln',
    token_type: 'bearer',
    expires_in: 1_800,
  })
  @ApiProblems(401, 413, 422, 429, 503, 504)
  login(@Body() body: LoginDto): Promise<TokensDto> {
    return this.auth.login(body.username, body.password);
  }

  /**
   * Who am I
   *
   * @remarks The account behind the access token, with its roles and what they permit.
   */
  @Get('me')
  @ApiBearerAuth()
  @ApiSuccess(200, MeDto, {
    user_id: '0190a6bf-1111-7aaa-8bbb-0123456789ab',
    username: 'user',
    email: 'user@example.com',
    roles: ['user'],
    permissions: ['ingest:write', 'jobs:read', 'jobs:write'],
  })
  @ApiProblems(401, 429, 503, 504)
  me(@CurrentPrincipal() principal: Principal): MeDto {
    return toMeDto(principal);
  }
}
