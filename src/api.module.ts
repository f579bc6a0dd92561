import { type DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import type { Logger } from 'pino';
import { AuthModule } from './auth/auth.module.js';
import { JwtAuthGuard } from './auth/jwt-auth.guard.js';
import type { AppConfig } from './common/config/app-config.js';
import { ConfigModule } from './common/config/config.module.js';
import { DatabaseModule } from './common/database/database.module.js';
import { ProblemFilter } from './common/http/problem.filter.js';
import { TimeoutInterceptor } from './common/http/timeout.interceptor.js';
import { IdempotencyModule } from './common/idempotency/idempotency.module.js';
import { LifecycleModule } from './common/lifecycle/lifecycle.module.js';
import { LoggingModule } from './common/logging/logging.module.js';
import { QueueModule } from './common/queue/queue.module.js';
import { MetricsModule } from './common/metrics/metrics.module.js';
import { PermissionsGuard } from './common/security/permissions.guard.js';
import { RequestThrottlerGuard } from './common/security/request-throttler.guard.js';
import { ThrottlingModule } from './common/security/throttling.module.js';
import { LocalObjectsModule } from './common/storage/local-objects.module.js';
import { StorageModule } from './common/storage/storage.module.js';
import { HealthModule } from './health/health.module.js';
import { IngestModule } from './ingest/ingest.module.js';
import { JobsModule } from './jobs/jobs.module.js';
import { JobWatchingModule } from './jobs/watching/job-watching.module.js';
import { QueueDashboardModule } from './jobs/queue-dashboard.module.js';
import { LogsModule } from './logs/logs.module.js';
import { WebhooksModule } from './webhooks/webhooks.module.js';

/** What the API process holds. */
@Module({})
export class ApiModule {
  static forRoot(config: AppConfig, logger: Logger): DynamicModule {
    return {
      module: ApiModule,
      imports: [
        ConfigModule.forRoot(config),
        LoggingModule.forRoot(logger),
        LifecycleModule,
        MetricsModule.forRoot('api'),
        DatabaseModule.forRoot('ingest-api'),
        QueueModule,
        StorageModule,
        IdempotencyModule,
        ThrottlingModule,
        ...(config.storage.type === 'LOCAL' ? [LocalObjectsModule] : []),
        AuthModule,
        JobsModule,
        JobWatchingModule,
        QueueDashboardModule,
        IngestModule,
        LogsModule,
        WebhooksModule,
        HealthModule.forApi(),
      ],
      providers: [
        ProblemFilter,
        TimeoutInterceptor,
        // In this order: a flood is counted before anything else is done for it.
        { provide: APP_GUARD, useClass: RequestThrottlerGuard },
        { provide: APP_GUARD, useClass: JwtAuthGuard },
        { provide: APP_GUARD, useClass: PermissionsGuard },
      ],
    };
  }
}
