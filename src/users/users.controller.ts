import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { ApiNothing, ApiProblems, ApiSuccess } from '../common/http/api-documentation.js';
import { linkToNextPage } from '../common/http/link-header.js';
import { uuidParam } from '../common/http/validation.js';
import { RequirePermissions } from '../common/security/access.decorators.js';
import { CurrentPrincipal, type Principal } from '../common/security/principal.js';
import { ChangePasswordDto } from './dto/change-password.dto.js';
import { CreateUserDto } from './dto/create-user.dto.js';
import { ListUsersQueryDto } from './dto/list-users.query.dto.js';
import { UpdateUserDto } from './dto/update-user.dto.js';
import { toUserDto, UserDto } from './dto/user.dto.js';
import { UsersService } from './users.service.js';

const USER_EXAMPLE: UserDto = {
  user_id: '0190a6bf-1111-7aaa-8bbb-0123456789ab',
  username: 'ann',
  email: 'ann@example.com',
  roles: ['user'],
  is_active: true,
  created_at: '2026-11-23T10:00:00.000Z',
  updated_at: '2026-11-23T10:00:00.000Z',
};

@ApiTags('users')
@Controller('users')
export class UsersController {
  constructor(private readonly users: UsersService) {}

  /**
   * Create a user
   *
   * @remarks Username and email are unique whatever their case.
   */
  @Post()
  @HttpCode(201)
  @RequirePermissions('users:write')
  @ApiSuccess(201, UserDto, USER_EXAMPLE)
  @ApiProblems(401, 403, 409, 413, 422, 429, 503, 504)
  async createUser(@Body() body: CreateUserDto): Promise<UserDto> {
    return toUserDto(await this.users.create(body));
  }

  /**
   * List users, newest first
   *
   * @remarks `Link: <…>; rel="next"` leads to the next page.
   */
  @Get()
  @RequirePermissions('users:read')
  @ApiSuccess(200, [UserDto], [USER_EXAMPLE])
  @ApiProblems(401, 403, 422, 429, 503, 504)
  async listUsers(
    @Query() query: ListUsersQueryDto,
    @Res({ passthrough: true }) response: Response,
  ): Promise<UserDto[]> {
    const { items, nextCursor } = await this.users.list(query);
    linkToNextPage(response, '/users', query, nextCursor);
    return items.map(toUserDto);
  }

  /**
   * Change your password
   *
   * @remarks Ends every session of yours, this one too.
   */
  @Post('me/password')
  @HttpCode(204)
  @ApiBearerAuth()
  @ApiNothing()
  @ApiProblems(401, 413, 422, 429, 503, 504)
  changeMyPassword(
    @Body() body: ChangePasswordDto,
    @CurrentPrincipal() { userId }: Principal,
  ): Promise<void> {
    return this.users.changePassword(userId, body.current_password, body.new_password);
  }

  /**
   * Show one user
   *
   * @remarks Active or disabled.
   */
  @Get(':user_id')
  @RequirePermissions('users:read')
  @ApiSuccess(200, UserDto, USER_EXAMPLE)
  @ApiProblems(401, 403, 404, 422, 429, 503, 504)
  async getUser(@Param('user_id', uuidParam('user_id')) userId: string): Promise<UserDto> {
    return toUserDto(await this.users.get(userId));
  }

  /**
   * Change a user
   *
   * @remarks Takes effect with the user's next request. The last active admin can be neither disabled nor demoted.
   */
  @Patch(':user_id')
  @RequirePermissions('users:write')
  @ApiSuccess(200, UserDto, USER_EXAMPLE)
  @ApiProblems(401, 403, 404, 409, 413, 422, 429, 503, 504)
  async updateUser(
    @Param('user_id', uuidParam('user_id')) userId: string,
    @Body() { is_active: isActive, ...changes }: UpdateUserDto,
  ): Promise<UserDto> {
    const update = isActive === undefined ? changes : { ...changes, isActive };
    return toUserDto(await this.users.change(userId, update));
  }

  /**
   * Disable a user
   *
   * @remarks Signs the user out everywhere and keeps the jobs.
   */
  @Delete(':user_id')
  @HttpCode(204)
  @RequirePermissions('users:write')
  @ApiNothing()
  @ApiProblems(401, 403, 404, 409, 422, 429, 503, 504)
  async disableUser(@Param('user_id', uuidParam('user_id')) userId: string): Promise<void> {
    await this.users.change(userId, { isActive: false });
  }
}
