import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { currentRequest } from '../common/context/request-context.js';
import { AccessTokenVerifier } from '../common/security/access-token.verifier.js';
import { IS_PUBLIC } from '../common/security/access.decorators.js';
import { bearerToken } from '../common/security/bearer-token.js';
import { DeadSessions } from '../common/security/dead-sessions.js';
import type { AuthenticatedRequest, Principal } from '../common/security/principal.js';
import { RequestCounter } from '../common/security/request-counter.js';
import { permissionsOf } from '../common/security/roles.js';
import { UnauthenticatedError } from '../common/security/security-errors.js';
import { SessionsService } from './sessions.service.js';

/**
 * Denies by default: only routes marked `Public` pass without an access token that holds. Session and account are read
 * anew for every request, in one query, so that ending, disabling or changing them takes effect on the next one, in every
 * process.
 */
@Injectable()
export class JwtAuthGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: AccessTokenVerifier,
    private readonly sessions: SessionsService,
    private readonly dead: DeadSessions,
    private readonly counter: RequestCounter,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const isPublic = this.reflector.getAllAndOverride<boolean | undefined>(IS_PUBLIC, [
      context.getHandler(),
      context.getClass(),
    ]);
    return isPublic === true ? true : this.authenticate(context.switchToHttp().getRequest());
  }

  private async authenticate(request: Request & AuthenticatedRequest): Promise<boolean> {
    request.user = await this.callerOf(request);
    return true;
  }

  /** @throws UnauthenticatedError */
  private async callerOf(request: Request): Promise<Principal> {
    const token = this.tokens.verifyBearer(request);
    if (token === null) {
      throw new UnauthenticatedError(bearerToken(request) === undefined ? 'none' : 'invalid');
    }
    const caller = await this.sessions.findPrincipal({ sid: token.sessionId, sub: token.userId });
    if (caller === null) {
      this.dead.remember(token.sessionId);
      this.counter.disown(request);
      throw new UnauthenticatedError('invalid');
    }
    const current = currentRequest();
    if (current !== undefined) current.userId = caller.userId;
    return { ...caller, sessionId: token.sessionId, permissions: permissionsOf(caller.roles) };
  }
}
