import { Global, Module } from '@nestjs/common';
import { minutes, ThrottlerModule } from '@nestjs/throttler';
import type { Redis } from 'ioredis';
import { AppConfig } from '../config/app-config.js';
import { REDIS } from '../queue/redis.js';
import { DeadSessions } from './dead-sessions.js';
import { RequestCounter } from './request-counter.js';
import { RedisThrottlerStorage } from './redis-throttler.storage.js';

/** The limit of requests; global for who finds out that a request was not its user's. */
@Global()
@Module({
  imports: [
    ThrottlerModule.forRootAsync({
      inject: [AppConfig, REDIS],
      useFactory: (config: AppConfig, redis: Redis) => ({
        throttlers: [{ name: 'default', ttl: minutes(1), limit: config.rateLimit.perMinute }],
        storage: new RedisThrottlerStorage(redis),
      }),
    }),
  ],
  providers: [DeadSessions, RequestCounter],
  exports: [DeadSessions, RequestCounter],
})
export class ThrottlingModule {}
