import { Injectable } from '@nestjs/common';
import {
  InjectThrottlerStorage,
  minutes,
  normalizeIp,
  ThrottlerException,
  type ThrottlerStorage,
} from '@nestjs/throttler';
import type { Request, Response } from 'express';
import { AppConfig } from '../config/app-config.js';

const WINDOW_MS = minutes(1);
const NAME = 'default';

/**
 * Counts requests against the limit, by user or by address (IPv6 by /64), and says in the answer's headers what is left.
 * It remembers which requests were counted, so that one that never came to the guard is counted where it ends.
 */
@Injectable()
export class RequestCounter {
  private readonly countedAs = new WeakMap<Request, 'user' | 'address' | 'nobody'>();

  constructor(
    @InjectThrottlerStorage() private readonly storage: ThrottlerStorage,
    private readonly config: AppConfig,
  ) {}

  /** @throws ThrottlerException */
  countUser(userId: string, request: Request, response: Response): Promise<void> {
    this.countedAs.set(request, 'user');
    return this.count(`throttle:user:${userId}`, response);
  }

  /** @throws ThrottlerException */
  countAddress(request: Request, response: Response): Promise<void> {
    this.countedAs.set(request, 'address');
    return this.count(`throttle:address:${normalizeIp(request.ip ?? '')}`, response);
  }

  /**
   * For what is refused before the guard sees it, or has no route at all.
   *
   * @throws ThrottlerException
   */
  async countIfUncounted(request: Request, response: Response): Promise<void> {
    if (!this.countedAs.has(request)) await this.countAddress(request, response);
  }

  /** This request is not to be counted. */
  exempt(request: Request): void {
    this.countedAs.set(request, 'nobody');
  }

  /** Not the user's after all: where it ends, it is counted by address. */
  disown(request: Request): void {
    if (this.countedAs.get(request) === 'user') this.countedAs.delete(request);
  }

  private async count(key: string, response: Response): Promise<void> {
    const { enabled, perMinute: limit } = this.config.rateLimit;
    if (!enabled) return;
    const hit = await this.storage.increment(key, WINDOW_MS, limit, WINDOW_MS, NAME);
    if (response.headersSent) return;
    response.setHeader('X-RateLimit-Limit', limit);
    response.setHeader('X-RateLimit-Remaining', hit.isBlocked ? 0 : Math.max(0, limit - hit.totalHits));
    response.setHeader('X-RateLimit-Reset', hit.isBlocked ? hit.timeToBlockExpire : hit.timeToExpire);
    if (!hit.isBlocked) return;
    response.setHeader('Retry-After', hit.timeToBlockExpire);
    throw new ThrottlerException();
  }
}
