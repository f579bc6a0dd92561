import { Injectable } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Redis } from 'ioredis';
import { DataSource } from 'typeorm';
import { InjectRedis } from '../common/queue/redis.js';
import { Storage } from '../common/storage/storage.js';

const CHECK_TIMEOUT_MS = 1_000;

/** Asks each part that the service needs, for a second at most; a failing one is `down`, never an error. */
@Injectable()
export class ComponentIndicators {
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
    const signal = AbortSignal.timeout(CHECK_TIMEOUT_MS);
    const late = new Promise<never>((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        reject(new Error('no answer in time'));
      });
    });
    try {
      await Promise.race([ask(signal), late]);
      return indicator.up();
    } catch {
      return indicator.down();
    }
  }
}
