import { type DynamicModule, Module } from '@nestjs/common';
import type { Logger } from 'pino';
import type { AppConfig } from './common/config/app-config.js';
import { ConfigModule } from './common/config/config.module.js';
import { DatabaseModule } from './common/database/database.module.js';
import { IdempotencyModule } from './common/idempotency/idempotency.module.js';
import { LifecycleModule } from './common/lifecycle/lifecycle.module.js';
import { LoggingModule } from './common/logging/logging.module.js';
import { MetricsModule } from './common/metrics/metrics.module.js';
import { QueueModule } from './common/queue/queue.module.js';
import { StorageModule } from './common/storage/storage.module.js';
import { HealthModule } from './health/health.module.js';
import { ProcessingModule } from './processing/processing.module.js';
import { WebhookSendingModule } from './webhooks/sending/webhook-sending.module.js';

/** What the worker process holds. */
@Module({})
export class WorkerModule {
  static forRoot(config: AppConfig, logger: Logger): DynamicModule {
    return {
      module: WorkerModule,
      imports: [
        ConfigModule.forRoot(config),
        LoggingModule.forRoot(logger),
        LifecycleModule,
        MetricsModule.forRoot('worker'),
        DatabaseModule.forRoot('ingest-worker'),
        QueueModule,
        StorageModule,
        IdempotencyModule,
        ProcessingModule,
        WebhookSendingModule,
        HealthModule.forWorker(),
      ],
    };
  }
}
