import { Injectable } from '@nestjs/common';
import { Counter, Registry } from 'prom-client';
import { RepairLog } from '../logging/repair-log.js';

/** Counts what the sweepers of this process put right. */
@Injectable()
export class RepairMetrics {
  constructor(registry: Registry, repairs: RepairLog) {
    const counter = new Counter({
      name: 'ingest_repairs_total',
      help: 'Repairs of the sweepers by kind.',
      labelNames: ['kind'],
      registers: [registry],
    });
    repairs.onRepair((kind, count) => {
      counter.inc({ kind }, count);
    });
  }
}
