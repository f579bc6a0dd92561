import { type DynamicModule, Module } from '@nestjs/common';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { serviceVersion } from '../service-identity.js';
import { AuditMetrics } from './audit.metrics.js';
import { DatabaseMetrics } from './database.metrics.js';
import { HttpMetrics } from './http.metrics.js';
import { MetricsAccess } from './metrics-access.js';
import { RedisMetrics } from './redis.metrics.js';
import { RepairMetrics } from './repair.metrics.js';

/** The process's registry of metrics, and those that no domain owns. */
@Module({})
export class MetricsModule {
  static forRoot(processName: 'api' | 'worker'): DynamicModule {
    return {
      module: MetricsModule,
      global: true,
      providers: [
        { provide: Registry, useFactory: () => createRegistry(processName) },
        AuditMetrics,
        DatabaseMetrics,
        RedisMetrics,
        RepairMetrics,
        MetricsAccess,
        ...(processName === 'api' ? [HttpMetrics] : []),
      ],
      exports: [Registry, AuditMetrics, MetricsAccess],
    };
  }
}

/** With the standard metrics of a process: CPU, memory, handles, garbage collection, delay of the event loop. */
function createRegistry(processName: string): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'ingest_build_info',
    help: 'Always 1; version and kind of the process.',
    labelNames: ['version', 'process'],
    registers: [registry],
  }).set({ version: serviceVersion(), process: processName }, 1);
  return registry;
}
