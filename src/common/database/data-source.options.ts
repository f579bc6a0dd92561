import type { DataSourceOptions, MixedList } from 'typeorm';
import type { AppConfig } from '../config/app-config.js';
import { AbortableClient } from './abortable-client.js';
import { SnakeNamingStrategy } from './snake-naming.strategy.js';

/** How long a caller waits for a connection of the pool, milliseconds. */
const POOL_WAIT_MS = 5_000;

type ConnectionOptions = Extract<DataSourceOptions, { type: 'postgres' }>;

/**
 * How this service connects to Postgres. The schema only ever changes by migrations; every statement is bounded in time
 * by the server itself, since a client-side time-out leaves it running there.
 */
export function connectionOptions(config: AppConfig, applicationName: string): ConnectionOptions {
  return {
    type: 'postgres',
    url: config.database.url,
    namingStrategy: new SnakeNamingStrategy(),
    synchronize: false,
    // Statements carry what clients sent; errors are logged by who catches them.
    logging: false,
    poolSize: config.database.poolSize,
    connectTimeoutMS: POOL_WAIT_MS,
    applicationName,
    extra: {
      Client: AbortableClient,
      idleTimeoutMillis: 30_000,
      statement_timeout: config.database.statementTimeoutMs,
      idle_in_transaction_session_timeout: config.database.statementTimeoutMs,
      keepAlive: true,
    },
  };
}

/** Options for running migrations: one connection, no bound on a statement's time. */
export function migrationOptions(
  config: AppConfig,
  // eslint-disable-next-line @typescript-eslint/no-unsafe-function-type -- TypeORM's own type of a list of classes
  migrations: MixedList<Function>,
): ConnectionOptions {
  return {
    ...connectionOptions(config, 'ingest-migrate'),
    poolSize: 2,
    extra: { Client: AbortableClient, statement_timeout: 0 },
    migrations,
    migrationsTableName: 'migrations',
    migrationsTransactionMode: 'each',
  };
}
