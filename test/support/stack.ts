import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cleanup } from './cleanup.js';
import { createTestDatabase, queryDatabase, type TestDatabase } from './database.js';
import { type HttpClient, httpClient } from './http-client.js';
import { leakedSecrets, type Remains } from './leaked-secrets.js';
import { freePort } from './ports.js';
import { claimRedis } from './redis.js';
import { seenSecrets } from './seen-secrets.js';
import {
  type ProcessKind,
  runScript,
  spawnProcess,
  type StackProcess,
  untilReady,
  type Variables,
} from './stack-process.js';

export type { ProcessKind, StackProcess, Variables } from './stack-process.js';

export interface StackOptions {
  /** How many API processes; default 1. */
  readonly api?: number;
  /** How many workers; default 1. */
  readonly workers?: number;
  /** Added to the environment of every process, over the defaults of the stack. */
  readonly env?: Variables;
  /** A Redis of the test's own instead of a logical database of the shared one. */
  readonly redisUrl?: string;
  /** A migrated database of the test's own instead of a clone of the template. */
  readonly databaseUrl?: string;
  /** False leaves the default users out. */
  readonly users?: boolean;
}

export interface Stack {
  /** Of the first API process. */
  readonly apiUrl: string;
  /** Health and metrics of the first worker. */
  readonly workerUrl: string;
  readonly databaseUrl: string;
  readonly redisUrl: string;
  /** Folder of `LOCAL` storage. */
  readonly storageDir: string;
  readonly scratchDir: string;
  /** Those that were started, in that order, ended ones included. */
  readonly apis: readonly StackProcess[];
  readonly workers: readonly StackProcess[];
  /** A client of the first API process. */
  readonly http: HttpClient;
  /** Runs one statement on the stack's database. */
  readonly query: TestDatabase['query'];
  /** What the processes were started with: for scripts and further processes. */
  readonly env: Variables;
  /** Everything that every process wrote. */
  logs(): string;
  /** Starts one more process and waits until it is ready. */
  add(kind: ProcessKind, env?: Variables): Promise<StackProcess>;
  /** SIGKILL to every process of a kind. */
  kill(kind: ProcessKind): Promise<void>;
  /**
   * Ends and removes everything; fails when a process had to be killed, connections were left, or a password, token,
   * presigned URL or line of a file that a test's client saw stands in the logs, in Redis or in the database.
   */
  stop(): Promise<void>;
}

const JWT_SECRET = 'a-secret-for-tests-that-is-long-enough';

/**
 * Runs API and worker as processes, as compiled, with a database, a Redis and a storage folder of their own. Limits of
 * requests are off unless `env` switches them on.
 */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const cleanup = new Cleanup();
  try {
    return await assemble(options, cleanup);
  } catch (error) {
    await cleanup.run().catch(() => undefined);
    throw error;
  }
}

async function assemble(options: StackOptions, cleanup: Cleanup): Promise<Stack> {
  const apiPort = await freePort();
  const env = await environment(options, apiPort, cleanup);
  if (options.users !== false) await runScript('init-users', [], env);

  const processes: StackProcess[] = [];
  const logs = (): string => processes.map((process) => process.output()).join('\n');
  cleanup.add(() => refuseLeaks({ logs: logs(), databaseUrl: env.DATABASE_URL, redisUrl: env.REDIS_URL }));
  cleanup.add(() => Cleanup.all(processes.map((process) => () => process.stop())));
  const launch = async (kind: ProcessKind, extra: Variables = {}, port?: number): Promise<StackProcess> => {
    const process = await spawnProcess(kind, { ...env, ...extra }, port);
    processes.push(process);
    await untilReady(process);
    return process;
  };
  await Promise.all([
    ...times(options.api ?? 1, (index) => launch('api', {}, index === 0 ? apiPort : undefined)),
    ...times(options.workers ?? 1, () => launch('worker')),
  ]);
  const of = (kind: ProcessKind): StackProcess[] => processes.filter((process) => process.kind === kind);
  const apiUrl = `http://127.0.0.1:${apiPort}`;
  return {
    apiUrl,
    workerUrl: of('worker')[0]?.url ?? '',
    databaseUrl: env.DATABASE_URL,
    redisUrl: env.REDIS_URL,
    storageDir: env.LOCAL_STORAGE_DIR,
    scratchDir: env.SCRATCH_DIR,
    get apis() {
      return of('api');
    },
    get workers() {
      return of('worker');
    },
    http: httpClient(apiUrl),
    query: (sql, values) => queryDatabase(env.DATABASE_URL, sql, values),
    env,
    logs,
    add: (kind, extra) => launch(kind, extra),
    kill: async (kind) => {
      await Promise.all(of(kind).map((process) => process.kill()));
    },
    stop: () => cleanup.run(),
  };
}

async function environment(options: StackOptions, apiPort: number, cleanup: Cleanup) {
  const directory = await mkdtemp(join(tmpdir(), 'ingest-test-stack-'));
  cleanup.add(() => rm(directory, { recursive: true, force: true }));
  return {
    ENVIRONMENT: 'test',
    HOST: '127.0.0.1',
    PUBLIC_URL: `http://127.0.0.1:${apiPort}`,
    DATABASE_URL: options.databaseUrl ?? (await ownDatabase(cleanup)),
    DATABASE_POOL_SIZE: '5',
    REDIS_URL: options.redisUrl ?? (await ownRedis(cleanup)),
    STORAGE_TYPE: 'LOCAL',
    LOCAL_STORAGE_DIR: join(directory, 'storage'),
    SCRATCH_DIR: join(directory, 'scratch'),
    CACHE_DIR: join(directory, 'cache'),
    JWT_SECRET_KEY: JWT_SECRET,
    RATE_LIMIT_ENABLED: 'false',
    ...options.env,
  };
}

async function ownDatabase(cleanup: Cleanup): Promise<string> {
  const database = await createTestDatabase();
  cleanup.add(() => database.drop());
  return database.url;
}

async function ownRedis(cleanup: Cleanup): Promise<string> {
  const redis = await claimRedis();
  cleanup.add(() => redis.release());
  return redis.url;
}

async function refuseLeaks(remains: Remains): Promise<void> {
  const leaks = await leakedSecrets(remains, seenSecrets());
  if (leaks.length > 0) throw new Error(leaks.slice(0, 10).join('\n'));
}

function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_unused, index) => make(index));
}
