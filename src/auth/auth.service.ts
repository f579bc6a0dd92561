import { Injectable } from '@nestjs/common';
import { AuditLog } from '../common/logging/audit-log.js';
import { permissionsOf } from '../common/security/roles.js';
import { UsersService } from '../users/users.service.js';
import type { TokensDto } from './dto/tokens.dto.js';
import type { VerificationDto } from './dto/verification.dto.js';
import { InvalidCredentialsError, LoginLimitedError } from './errors.js';
import { LoginLimiter } from './login-limiter.js';
import type { SessionClient } from './sessions.repository.js';
import { SessionsService } from './sessions.service.js';
import { TokenService } from './token.service.js';

@Injectable()
export class AuthService {
  constructor(
    private readonly users: UsersService,
    private readonly sessions: SessionsService,
    private readonly tokens: TokenService,
    private readonly limiter: LoginLimiter,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Starts a session.
   *
   * @throws InvalidCredentialsError for an unknown user, a wrong password and a disabled account alike
   * @throws LoginLimitedError after too many failures
   */
  async login(username: string, password: string, client: SessionClient): Promise<TokensDto> {
    const address = client.remoteAddress ?? '';
    await this.countAttempt(username, address);
    const { valid, userId, verifiedAt } = await this.users.verifyCredentials(username, password);
    if (!valid || userId === null) {
      this.audit.record('login.failed', { user_id: userId });
      throw new InvalidCredentialsError();
    }
    await this.limiter.forgive(username, address);
    const tokens = await this.sessions.start(userId, verifiedAt, client);
    this.audit.record('login.succeeded', { user_id: userId });
    return tokens;
  }

  /** What an access token is worth now; `valid: false` for anything else. */
  async verify(token: string): Promise<VerificationDto> {
    const claims = this.tokens.read('access', token);
    const caller = claims === null ? null : await this.sessions.findPrincipal(claims);
    if (claims === null || caller === null) return { valid: false };
    return {
      valid: true,
      user_id: caller.userId,
      username: caller.username,
      roles: [...caller.roles],
      permissions: permissionsOf(caller.roles),
      expires_at: new Date(claims.exp * 1000).toISOString(),
    };
  }

  private async countAttempt(username: string, address: string): Promise<void> {
    try {
      await this.limiter.countAttempt(username, address);
    } catch (error) {
      if (error instanceof LoginLimitedError) this.audit.record('login.limited', {});
      throw error;
    }
  }
}
