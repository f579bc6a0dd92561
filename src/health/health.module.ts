import { type DynamicModule, Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { ComponentIndicators } from './component.indicators.js';
import { ComponentMetrics } from './component.metrics.js';
import { HealthController } from './health.controller.js';
import { MetricsController } from './metrics.controller.js';
import { ReadinessService } from './readiness.service.js';
import { WorkerHealthServer } from './worker-health.server.js';

/** The API answers by controller, the worker, which has no REST API, by a small server of its own. */
@Module({
  imports: [TerminusModule.forRoot({ logger: false, errorLogStyle: 'json' })],
  providers: [ComponentIndicators, ComponentMetrics, ReadinessService],
})
export class HealthModule {
  static forApi(): DynamicModule {
    return { module: HealthModule, controllers: [HealthController, MetricsController] };
  }

  static forWorker(): DynamicModule {
    return { module: HealthModule, providers: [WorkerHealthServer] };
  }
}
