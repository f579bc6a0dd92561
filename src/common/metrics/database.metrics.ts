import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type pg from 'pg';
import { Gauge, Registry } from 'prom-client';
import { DataSource } from 'typeorm';
import { AppConfig } from '../config/app-config.js';

/** How far the pool of connections to Postgres is used. */
@Injectable()
export class DatabaseMetrics {
  constructor(registry: Registry, config: AppConfig, @InjectDataSource() database: DataSource) {
    // TypeORM's driver keeps its pool there; its types do not say so.
    const { master: pool } = database.driver as unknown as { master: pg.Pool };
    new Gauge({
      name: 'ingest_database_pool_connections',
      help: 'Connections to Postgres, by whether somebody uses them.',
      labelNames: ['state'],
      registers: [registry],
      collect() {
        this.set({ state: 'busy' }, pool.totalCount - pool.idleCount);
        this.set({ state: 'idle' }, pool.idleCount);
      },
    });
    new Gauge({
      name: 'ingest_database_pool_waiting',
      help: 'Callers that wait for a connection to Postgres.',
      registers: [registry],
      collect() {
        this.set(pool.waitingCount);
      },
    });
    new Gauge({
      name: 'ingest_database_pool_size',
      help: 'Most connections that the pool makes.',
      registers: [registry],
    }).set(config.database.poolSize);
  }
}
