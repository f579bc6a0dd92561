import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import {
  InjectThrottlerOptions,
  InjectThrottlerStorage,
  ThrottlerGuard,
  type ThrottlerLimitDetail,
  type ThrottlerModuleOptions,
  type ThrottlerStorage,
} from '@nestjs/throttler';
import type { Request, Response } from 'express';
import { AppConfig } from '../config/app-config.js';
import { AccessTokenVerifier } from './access-token.verifier.js';
import { IS_PUBLIC } from './access.decorators.js';

/**
 * Counts requests before anything else is done for them: by user where the access token holds, whatever address it comes
 * from, else by address (IPv6 by /64). Checking a token's signature asks no database, so floods with tokens of disabled
 * users are limited as well. On routes that need no token one says nothing: there the address counts, or any user could
 * try passwords without limit. One budget for all routes and processes; the library's own key counts each route apart.
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

  protected override shouldSkip(): Promise<boolean> {
    return Promise.resolve(!this.config.rateLimit.enabled);
  }

  protected override generateKey(context: ExecutionContext, address: string): string {
    const isPublic = this.reflector.getAllAndOverride<boolean | undefined>(IS_PUBLIC, [
      context.getHandler(),
      context.getClass(),
    ]);
    const token = bearerToken(context.switchToHttp().getRequest<Request>());
    const user = isPublic === true || token === undefined ? null : this.tokens.verify(token);
    return user === null ? `throttle:address:${address}` : `throttle:user:${user.userId}`;
  }

  /** A refused request carries the same headers as one that passed. */
  protected override throwThrottlingException(
    context: ExecutionContext,
    detail: ThrottlerLimitDetail,
  ): Promise<void> {
    const response = context.switchToHttp().getResponse<Response>();
    response.setHeader('X-RateLimit-Limit', detail.limit);
    response.setHeader('X-RateLimit-Remaining', 0);
    response.setHeader('X-RateLimit-Reset', detail.timeToBlockExpire);
    return super.throwThrottlingException(context, detail);
  }
}

function bearerToken(request: Request): string | undefined {
  const [scheme, token] = (request.get('authorization') ?? '').split(' ');
  return scheme?.toLowerCase() === 'bearer' ? token : undefined;
}
