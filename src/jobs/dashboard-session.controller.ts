import { Controller, Delete, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { CookieOptions, Request, Response } from 'express';
import { AppConfig } from '../common/config/app-config.js';
import { ApiNothing, ApiProblems } from '../common/http/api-documentation.js';
import { RequirePermissions } from '../common/security/access.decorators.js';
import { DASHBOARD_COOKIE, DASHBOARD_PATH } from './dashboard-cookie.js';

@ApiTags('admin')
@Controller('admin/session')
@RequirePermissions('jobs:read_all', 'jobs:write_all')
export class DashboardSessionController {
  constructor(private readonly config: AppConfig) {}

  /**
   * Open the queue dashboard to this browser
   *
   * @remarks Puts your access token into a cookie that is sent to `/admin/queues` alone and that no script can read. It
   * works as long as the token does. Send this from the browser (the button here does), then open `/admin/queues`.
   */
  @Post()
  @HttpCode(204)
  @ApiNothing()
  @ApiProblems(401, 403, 422, 429, 503, 504)
  openDashboard(@Req() request: Request, @Res({ passthrough: true }) response: Response): void {
    const [, token = ''] = (request.get('authorization') ?? '').split(' ');
    response.cookie(DASHBOARD_COOKIE, token, {
      ...this.scope(request),
      maxAge: this.config.auth.accessTokenSeconds * 1000,
    });
  }

  /**
   * Close the queue dashboard to this browser
   *
   * @remarks Removes the cookie.
   */
  @Delete()
  @HttpCode(204)
  @ApiNothing()
  @ApiProblems(401, 403, 422, 429, 503, 504)
  closeDashboard(@Req() request: Request, @Res({ passthrough: true }) response: Response): void {
    response.clearCookie(DASHBOARD_COOKIE, this.scope(request));
  }

  private scope(request: Request): CookieOptions {
    const secure = request.secure || this.config.production;
    return { httpOnly: true, sameSite: 'strict', path: `/${DASHBOARD_PATH}`, secure };
  }
}
