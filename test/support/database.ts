import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { requiredEnv } from './required-env.js';
import { waitFor } from './wait-for.js';

export interface TestDatabase {
  readonly url: string;
  readonly name: string;
  /** Runs one statement on a connection of its own. */
  query<Row extends pg.QueryResultRow>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Removes it, and fails when somebody is still connected. */
  drop(): Promise<void>;
}

export interface TestDatabaseOptions {
  /** An empty database instead of one with the migrated schema. */
  readonly empty?: boolean;
}

const CONNECTIONS_END_MS = 5_000;

/** Makes a database of its own for a test, by cloning the migrated template. */
export async function createTestDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const template = options.empty === true ? 'template0' : requiredEnv('TEST_TEMPLATE_DATABASE');
  await admin((client) =>
    client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)} TEMPLATE ${pg.escapeIdentifier(template)}`),
  );
  const url = new URL(requiredEnv('TEST_DATABASE_URL'));
  url.pathname = `/${name}`;
  return {
    url: url.href,
    name,
    query: (sql, values) => queryDatabase(url.href, sql, values),
    drop: () => dropDatabase(name),
  };
}

/** Runs one statement on a connection of its own. */
export function queryDatabase<Row extends pg.QueryResultRow>(
  url: string,
  sql: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  return connected(url, async (client) => (await client.query<Row>(sql, [...values])).rows);
}

interface Session {
  application_name: string;
  state: string | null;
  query: string;
}

async function dropDatabase(name: string): Promise<void> {
  await admin(async (client) => {
    let left: Session[] = [];
    const allEnded = waitFor(
      async () => {
        left = await sessions(client, name);
        return left.length === 0;
      },
      { timeoutMs: CONNECTIONS_END_MS, what: 'every connection to end' },
    );
    const ended = await allEnded.catch(() => false);
    await client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`);
    if (!ended) throw new Error(`The test left ${left.length} connection(s): ${JSON.stringify(left)}`);
  });
}

async function sessions(client: pg.Client, name: string): Promise<Session[]> {
  const found = await client.query<Session>(
    `SELECT application_name, state, left(query, 200) AS query
     FROM pg_stat_activity WHERE datname = $1 AND backend_type = 'client backend'`,
    [name],
  );
  return found.rows;
}

function admin<T>(use: (client: pg.Client) => Promise<T>): Promise<T> {
  return connected(requiredEnv('TEST_DATABASE_URL'), use);
}

async function connected<T>(connectionString: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString, application_name: 'test-support' });
  // A server that a fault test takes away must not end the test process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}
