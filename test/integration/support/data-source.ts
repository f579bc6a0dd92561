import { DataSource, type EntityTarget, type ObjectLiteral } from 'typeorm';
import { loadConfig } from '../../../src/common/config/load-config.js';
import type { AppConfig } from '../../../src/common/config/app-config.js';
import { connectionOptions } from '../../../src/common/database/data-source.options.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

export interface ConnectedDatabase {
  readonly database: TestDatabase;
  /** Connected as the service connects. */
  readonly source: DataSource;
  readonly config: AppConfig;
  close(): Promise<void>;
}

/** A database of the test's own, and a pool on it as the service makes it. */
export async function connectDatabase(
  env: Readonly<Record<string, string>> = {},
  entities: readonly EntityTarget<ObjectLiteral>[] = [],
): Promise<ConnectedDatabase> {
  const database = await createTestDatabase();
  const config = loadConfig({ ENVIRONMENT: 'test', DATABASE_URL: database.url, ...env });
  const source = new DataSource({
    ...connectionOptions(config, 'integration-test'),
    entities: [...entities] as never[],
  });
  await source.initialize();
  return {
    database,
    source,
    config,
    close: async () => {
      await source.destroy();
      await database.drop();
    },
  };
}
