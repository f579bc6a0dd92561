import { Injectable } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Redis } from 'ioredis';
import { DataSource } from 'typeorm';
import { InjectRedis } from '../common/queue/redis.js';
import { Storage } from '../common/storage/storage.js';
import { withinTime } from '../common/within-time.js';

const CHECK_TIMEOUT_MS = 1_000;
/** After so long without an answer a question is lost, on a connection that leads nowhere, say, and is asked anew. */
const GIVEN_UP_MS = 10_000;

/** Asks each part that the service needs, for a second at most; a failing one is `down`, never an error. */
@Injectable()
export class ComponentIndicators {
  private readonly out = new Map<string, { readonly answer: Promise<unknown>; readonly askedAt: number }>();

  constructor(
    private readonly indicators: HealthIndicatorService,
    @InjectDataSource() private readonly database: DataSource,
    @InjectRedis() private readonly redis: Redis,
    private readonly storage: Storage,
  ) {}

  checkDatabase(): Promise<HealthIndicatorResult> {
    return this.check('database', () => this.database.query('SELECT 1'));
  }

  checkRedis(): Promise<HealthIndicatorResult> {
    return this.check('redis', () => this.redis.ping());
  }

  checkStorage(): Promise<HealthIndicatorResult> {
    return this.check('storage', (signal) => this.storage.ping(signal));
  }

  private async check(
    name: string,
    ask: (signal: AbortSignal) => Promise<unknown>,
  ): Promise<HealthIndicatorResult> {
    const indicator = this.indicators.check(name);
    try {
      await withinTime(this.asked(name, ask), CHECK_TIMEOUT_MS);
      return indicator.up();
    } catch {
      return indicator.down();
    }
  }

  /** A question that is still out is waited for again: others beside it would only take more connections. */
  private asked(name: string, ask: (signal: AbortSignal) => Promise<unknown>): Promise<unknown> {
    const now = performance.now();
    const out = this.out.get(name);
    if (out !== undefined && now - out.askedAt < GIVEN_UP_MS) return out.answer;
    const answer = ask(AbortSignal.timeout(CHECK_TIMEOUT_MS)).finally(() => {
      if (this.out.get(name)?.answer === answer) this.out.delete(name);
    });
    this.out.set(name, { answer, askedAt: now });
    return answer;
  }
}
