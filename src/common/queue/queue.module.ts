import { BullModule } from '@nestjs/bullmq';
import { Global, Inject, Injectable, Module, type OnApplicationShutdown } from '@nestjs/common';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { AppConfig } from '../config/app-config.js';
import { InjectLogger, LOGGER } from '../logging/inject-logger.js';
import { createFailFastRedis, REDIS } from './redis.js';

/** Closes the connection last, when the queues and the limiter that use it have stopped. */
@Injectable()
class RedisCloser implements OnApplicationShutdown {
  constructor(
    @Inject(REDIS) private readonly redis: Redis,
    @InjectLogger() private readonly logger: Logger,
  ) {}

  onApplicationShutdown(): void {
    this.redis.disconnect();
    this.logger.debug('redis is closed');
  }
}

@Global()
@Module({
  providers: [
    {
      provide: REDIS,
      inject: [AppConfig, LOGGER],
      useFactory: (config: AppConfig, logger: Logger) => createFailFastRedis(config.redis.url, logger),
    },
    RedisCloser,
  ],
  exports: [REDIS],
})
class RedisModule {}

/** Redis for the whole process, and BullMQ's producers on top of it. Consumers make connections of their own. */
@Module({
  imports: [
    RedisModule,
    BullModule.forRootAsync({
      imports: [RedisModule],
      inject: [REDIS],
      useFactory: (redis: Redis) => ({ connection: redis }),
    }),
  ],
})
export class QueueModule {}
