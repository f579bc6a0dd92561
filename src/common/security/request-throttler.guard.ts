import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import {
  InjectThrottlerOptions,
  InjectThrottlerStorage,
  minutes,
  ThrottlerGuard,
  type ThrottlerModuleOptions,
  type ThrottlerStorage,
} from '@nestjs/throttler';
import type { Request, Response } from 'express';
import { AppConfig } from '../config/app-config.js';
import { AccessTokenVerifier } from './access-token.verifier.js';
import { IS_PUBLIC } from './access.decorators.js';

const WINDOW_MS = minutes(1);
const NAME = 'default';
/** What the library's decorator `SkipThrottle` writes; it exports no name for it. */
const SKIPPED = `THROTTLER:SKIP${NAME}`;

/**
 * Counts requests before anything else is done for them: by user where the access token holds, whatever address it comes
 * from, else by address (IPv6 by /64). Checking a token's signature asks no database, so floods with tokens of disabled
 * users are limited as well. On routes that need no token one says nothing: there the address counts, or any user could
 * try passwords without limit. One budget for all routes and processes, where the library's own guard counts each route
 * apart and looks up six options of it for every request.
 */
@Injectable()
export class RequestThrottlerGuard extends ThrottlerGuard {
  constructor(
    @InjectThrottlerOptions() options: ThrottlerModuleOptions,
    @InjectThrottlerStorage() storage: ThrottlerStorage,
    reflector: Reflector,
    private readonly config: AppConfig,
    private readonly tokens: AccessTokenVerifier,
  ) {
    super(options, storage, reflector);
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const { enabled, perMinute: limit } = this.config.rateLimit;
    if (!enabled || this.isMarked(SKIPPED, context)) return true;
    const http = context.switchToHttp();
    const key = await this.keyOf(http.getRequest<Request>(), this.isMarked(IS_PUBLIC, context));
    const hit = await this.storageService.increment(key, WINDOW_MS, limit, WINDOW_MS, NAME);
    const response = http.getResponse<Response>();
    response.setHeader('X-RateLimit-Limit', limit);
    response.setHeader('X-RateLimit-Remaining', hit.isBlocked ? 0 : Math.max(0, limit - hit.totalHits));
    response.setHeader('X-RateLimit-Reset', hit.isBlocked ? hit.timeToBlockExpire : hit.timeToExpire);
    if (!hit.isBlocked) return true;
    response.setHeader('Retry-After', hit.timeToBlockExpire);
    await this.throwThrottlingException(context, { ...hit, limit, ttl: WINDOW_MS, key, tracker: key });
    return false;
  }

  private isMarked(mark: string | symbol, context: ExecutionContext): boolean {
    const targets = [context.getHandler(), context.getClass()];
    return this.reflector.getAllAndOverride<boolean | undefined>(mark, targets) === true;
  }

  private async keyOf(request: Request, isPublic: boolean): Promise<string> {
    const token = isPublic ? null : this.tokens.verifyBearer(request);
    if (token !== null) return `throttle:user:${token.userId}`;
    return `throttle:address:${await this.getTracker(request)}`;
  }
}
