import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import { AccessTokenVerifier } from './access-token.verifier.js';
import { IS_PUBLIC } from './access.decorators.js';
import { DeadSessions } from './dead-sessions.js';
import { RequestCounter } from './request-counter.js';

/** What the library's decorator `SkipThrottle` writes; it exports no name for it. */
const SKIPPED = `THROTTLER:SKIPdefault`;

/**
 * Counts requests before anything else is done for them: by user where the access token holds, whatever address it comes
 * from, else by address (IPv6 by /64). A token of a session that was found to have ended is nobody's. Checking a token's signature asks no database, so floods with tokens of disabled
 * users are limited as well. On routes that need no token one says nothing: there the address counts, or any user could
 * try passwords without limit. One budget for all routes and processes, where the library's own guard counts each route
 * apart and looks up six options of it for every request.
 */
@Injectable()
export class RequestThrottlerGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly counter: RequestCounter,
    private readonly tokens: AccessTokenVerifier,
    private readonly dead: DeadSessions,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    if (this.isMarked(SKIPPED, context)) {
      this.counter.exempt(request);
      return true;
    }
    const token = this.isMarked(IS_PUBLIC, context) ? null : this.tokens.verifyBearer(request);
    if (token === null || this.dead.has(token.sessionId)) await this.counter.countAddress(request, response);
    else await this.counter.countUser(token.userId, request, response);
    return true;
  }

  private isMarked(mark: string | symbol, context: ExecutionContext): boolean {
    const targets = [context.getHandler(), context.getClass()];
    return this.reflector.getAllAndOverride<boolean | undefined>(mark, targets) === true;
  }
}
