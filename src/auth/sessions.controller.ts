import { Controller, Delete, Get, HttpCode, Param } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { ApiNothing, ApiProblems, ApiSuccess } from '../common/http/api-documentation.js';
import { uuidParam } from '../common/http/validation.js';
import { CurrentPrincipal, type Principal } from '../common/security/principal.js';
import { SessionDto, toSessionDto } from './dto/session.dto.js';
import { SessionsService } from './sessions.service.js';

@ApiTags('auth')
@ApiBearerAuth()
@Controller('auth/sessions')
export class SessionsController {
  constructor(private readonly sessions: SessionsService) {}

  /**
   * List your sessions
   *
   * @remarks Every sign-in of yours that still holds, newest first.
   */
  @Get()
  @ApiSuccess(
    200,
    [SessionDto],
    [
      {
        session_id: '0190a6c0-1111-7b1a-9d2e-3f1c2b4a5d6e',
        created_at: '2026-11-23T10:00:00.000Z',
        last_used_at: '2026-11-23T10:25:00.000Z',
        expires_at: '2026-12-07T10:25:00.000Z',
        remote_address: '203.0.113.7',
        user_agent: 'curl/8.5.0',
        current: true,
      },
    ],
  )
  @ApiProblems(401, 422, 429, 503, 504)
  async listSessions(@CurrentPrincipal() { userId, sessionId }: Principal): Promise<SessionDto[]> {
    const sessions = await this.sessions.list(userId);
    return sessions.map((session) => toSessionDto(session, sessionId));
  }

  /**
   * End all your sessions
   *
   * @remarks This one too. No token of yours works any more, from the next request on.
   */
  @Delete()
  @HttpCode(204)
  @ApiNothing()
  @ApiProblems(401, 422, 429, 503, 504)
  endAllSessions(@CurrentPrincipal() { userId }: Principal): Promise<void> {
    return this.sessions.endAll(userId);
  }

  /**
   * End one of your sessions
   *
   * @remarks Its tokens work no more, from the next request on.
   */
  @Delete(':session_id')
  @HttpCode(204)
  @ApiNothing()
  @ApiProblems(401, 404, 422, 429, 503, 504)
  endSession(
    @Param('session_id', uuidParam('session_id')) sessionId: string,
    @CurrentPrincipal() { userId }: Principal,
  ): Promise<void> {
    return this.sessions.end(sessionId, userId);
  }
}
