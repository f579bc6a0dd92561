import { chmod, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ensureDatabase,
  type PostgresServer,
  startPostgres as startServer,
} from '../../src/scripts/local-stack/postgres-server.js';
import type { PostgresBinaries } from '../../src/scripts/local-stack/postgres-binaries.js';
import { queryDatabase } from './database.js';
import { freePort } from './ports.js';
import { requiredEnv } from './required-env.js';
import { runScript } from './stack-process.js';

export interface PostgresProcess {
  /** A migrated database. */
  readonly url: string;
  /** Immediate shutdown, as after a crash: connections are cut, the next start recovers from the log. */
  crash(): Promise<void>;
  /** Starts it again on the same port and data. */
  start(): Promise<void>;
  /** Ends so many sessions of the database, any of them. @returns how many there were to end */
  killBackends(count: number): Promise<number>;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

const DATABASE = 'ingest';

/** Starts a Postgres of the test's own, to be crashed. What was committed outlives a crash: it flushes as it should. */
export async function startPostgres(): Promise<PostgresProcess> {
  const directory = await mkdtemp(join(tmpdir(), 'ingest-test-postgres-'));
  await chmod(directory, 0o755); // where this is root, Postgres runs as another account
  const port = await freePort();
  const data = join(directory, 'postgres');
  const start = (): Promise<PostgresServer> =>
    startServer({
      directory: data,
      logFile: join(directory, 'postgres.log'),
      port,
      durable: true,
      binaries: JSON.parse(requiredEnv('TEST_POSTGRES_BINARIES')) as PostgresBinaries,
    });
  let server = await start();
  await ensureDatabase(server, DATABASE);
  const url = server.url(DATABASE);
  await runScript('migrate', ['up'], { DATABASE_URL: url, ENVIRONMENT: 'test' });
  return {
    url,
    crash: async () => {
      process.kill(server.process.pid, 'SIGQUIT');
      await server.process.ended;
    },
    start: async () => {
      server = await start();
    },
    killBackends: async (count) => {
      const ended = await queryDatabase(
        url,
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid()
         ORDER BY random() LIMIT $1`,
        [count],
      );
      return ended.length;
    },
    stop: async () => {
      await server.process.stop();
      // Where the temporary folder is private, the data lies behind a link.
      const target = await realpath(data).catch(() => data);
      for (const folder of [target, directory]) await rm(folder, { recursive: true, force: true });
    },
  };
}
