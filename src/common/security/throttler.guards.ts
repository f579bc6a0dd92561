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
import type { AuthenticatedRequest } from './principal.js';

/** One budget for all routes and processes; the library's own key counts each route apart. */
abstract class BudgetGuard extends ThrottlerGuard {
  protected override generateKey(_context: ExecutionContext, tracker: string): string {
    return `throttle:${tracker}`;
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

/**
 * Stands before authentication and counts by address (IPv6 by /64) whoever shows no access token that holds, so that
 * floods of 401 are limited too.
 */
@Injectable()
export class AddressThrottlerGuard extends BudgetGuard {
  constructor(
    @InjectThrottlerOptions() options: ThrottlerModuleOptions,
    @InjectThrottlerStorage() storage: ThrottlerStorage,
    reflector: Reflector,
    private readonly config: AppConfig,
    private readonly tokens: AccessTokenVerifier,
  ) {
    super(options, storage, reflector);
  }

  protected override shouldSkip(context: ExecutionContext): Promise<boolean> {
    const token = bearerToken(context.switchToHttp().getRequest<Request>());
    const known = token !== undefined && this.tokens.verify(token) !== null;
    return Promise.resolve(known || !this.config.rateLimit.enabled);
  }

  protected override async getTracker(request: Record<string, unknown>): Promise<string> {
    return `address:${await super.getTracker(request)}`;
  }
}

/** Stands after authentication and counts by user, whatever address they come from. */
@Injectable()
export class UserThrottlerGuard extends BudgetGuard {
  constructor(
    @InjectThrottlerOptions() options: ThrottlerModuleOptions,
    @InjectThrottlerStorage() storage: ThrottlerStorage,
    reflector: Reflector,
    private readonly config: AppConfig,
  ) {
    super(options, storage, reflector);
  }

  protected override shouldSkip(context: ExecutionContext): Promise<boolean> {
    const { user } = context.switchToHttp().getRequest<AuthenticatedRequest>();
    return Promise.resolve(user === undefined || !this.config.rateLimit.enabled);
  }

  protected override getTracker(request: AuthenticatedRequest): Promise<string> {
    return Promise.resolve(`user:${request.user?.userId ?? ''}`);
  }
}

function bearerToken(request: Request): string | undefined {
  const [scheme, token] = (request.get('authorization') ?? '').split(' ');
  return scheme?.toLowerCase() === 'bearer' ? token : undefined;
}
