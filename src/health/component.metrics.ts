import { Injectable } from '@nestjs/common';
import { Gauge, Registry } from 'prom-client';
import { CachedAnswer } from '../common/metrics/cached-answer.js';
import { ReadinessService } from './readiness.service.js';

/** Which parts answer, seen from this process. */
@Injectable()
export class ComponentMetrics {
  constructor(registry: Registry, readiness: ReadinessService) {
    const components = new CachedAnswer(async () => (await readiness.check()).components);
    new Gauge({
      name: 'ingest_component_up',
      help: '1 when the part (database, redis, storage) answers this process within a second, else 0.',
      labelNames: ['component'],
      registers: [registry],
      async collect() {
        this.reset();
        for (const [component, state] of Object.entries((await components.get()) ?? {})) {
          this.set({ component }, Number(state === 'up'));
        }
      },
    });
  }
}
