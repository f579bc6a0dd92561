import { Body, Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { ApiNothing, ApiProblems, ApiSuccess } from '../common/http/api-documentation.js';
import { Public } from '../common/security/access.decorators.js';
import { CurrentPrincipal, type Principal } from '../common/security/principal.js';
import { AuthService } from './auth.service.js';
import { LoginDto } from './dto/login.dto.js';
import { MeDto, toMeDto } from './dto/me.dto.js';
import { RefreshDto } from './dto/refresh.dto.js';
import { TokensDto } from './dto/tokens.dto.js';
import { VerificationDto, VerifyTokenDto } from './dto/verification.dto.js';
import { SessionsService } from './sessions.service.js';

const MAX_USER_AGENT = 256;

const TOKENS_EXAMPLE: TokensDto = {
  access_token: 'eyJhbGciOiJIUzI1NiIsInR5cCI6ImF0K2p3dCIsImtpZCI6IjVhZjIifQ.eyJzdWIiOiIwMTkwIn0.c2ln',
  refresh_token: 'eyJhbGciOiJIUzI1NiIsInR5cCI6InJ0K2p3dCIsImtpZCI6IjkxYzcifQ.eyJzdWIiOiIwMTkwIn0.c2ln',
  token_type: 'bearer',
  expires_in: 1_800,
};

@ApiTags('auth')
@Controller('auth')
export class AuthController {
  constructor(
    private readonly auth: AuthService,
    private readonly sessions: SessionsService,
  ) {}

  /**
   * Sign in
   *
   * @remarks Answers an access token for `Authorization: Bearer …` and a refresh token. Unknown user and wrong password look the
   * same.
   */
  @Public()
  @Post('login')
  @HttpCode(200)
  @ApiSuccess(200, TokensDto, TOKENS_EXAMPLE)
  @ApiProblems(401, 413, 422, 429, 503, 504)
  login(@Body() body: LoginDto, @Req() request: Request): Promise<TokensDto> {
    const userAgent = request.get('user-agent')?.slice(0, MAX_USER_AGENT) ?? null;
    return this.auth.login(body.username, body.password, { remoteAddress: request.ip ?? null, userAgent });
  }

  /**
   * Renew the tokens
   *
   * @remarks Spends the refresh token and answers new ones. The same request again within 10 seconds gets the same refresh
   * token; a spent one shown later ends the session.
   */
  @Public()
  @Post('refresh')
  @HttpCode(200)
  @ApiSuccess(200, TokensDto, TOKENS_EXAMPLE)
  @ApiProblems(401, 413, 422, 429, 503, 504)
  refresh(@Body() body: RefreshDto): Promise<TokensDto> {
    return this.sessions.refresh(body.refresh_token);
  }

  /**
   * Sign out
   *
   * @remarks Ends the session that the refresh token belongs to; its access tokens work no more.
   */
  @Public()
  @Post('logout')
  @HttpCode(204)
  @ApiNothing()
  @ApiProblems(401, 413, 422, 429, 503, 504)
  logout(@Body() body: RefreshDto): Promise<void> {
    return this.sessions.logout(body.refresh_token);
  }

  /**
   * Check an access token
   *
   * @remarks For services that are handed a token by their own clients. Answers `{"valid": false}` for anything that does
   * not hold.
   */
  @Post('verify')
  @HttpCode(200)
  @ApiBearerAuth()
  @ApiSuccess(200, VerificationDto, {
    valid: true,
    user_id: '0190a6bf-1111-7aaa-8bbb-0123456789ab',
    username: 'user',
    roles: ['user'],
    permissions: ['ingest:write', 'jobs:read', 'jobs:write', 'webhooks:read', 'webhooks:write'],
    expires_at: '2026-11-23T10:30:00.000Z',
  })
  @ApiProblems(401, 413, 422, 429, 503, 504)
  verify(@Body() body: VerifyTokenDto): Promise<VerificationDto> {
    return this.auth.verify(body.token);
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
    permissions: ['ingest:write', 'jobs:read', 'jobs:write', 'webhooks:read', 'webhooks:write'],
  })
  @ApiProblems(401, 422, 429, 503, 504)
  me(@CurrentPrincipal() principal: Principal): MeDto {
    return toMeDto(principal);
  }
}
