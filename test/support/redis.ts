import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { type Child, startChild } from './child.js';
import { freePort } from './ports.js';
import { requiredEnv } from './required-env.js';
import { waitFor } from './wait-for.js';

export interface TestRedis {
  /** Names an empty logical database of the shared server. */
  readonly url: string;
  /** Empties it and gives it back. */
  release(): Promise<void>;
}

/** Number 0 holds the claims; a server has 16 by default. */
const LOGICAL_DATABASES = Array.from({ length: 15 }, (_unused, index) => index + 1);
const claimKey = (database: number): string => `test-claim:${database}`;

/** Claims a logical database of the shared Redis. FLUSHALL is for a server of your own: `startRedis()`. */
export async function claimRedis(): Promise<TestRedis> {
  const base = requiredEnv('TEST_REDIS_URL');
  const database = await waitFor(() => withRedis(base, claimAny), {
    timeoutMs: 60_000,
    what: 'a free logical database of Redis',
  });
  const url = `${base}/${database}`;
  await withRedis(url, (redis) => redis.flushdb());
  return {
    url,
    release: async () => {
      await withRedis(url, (redis) => redis.flushdb());
      await withRedis(base, (redis) => redis.del(claimKey(database)));
    },
  };
}

async function claimAny(redis: Redis): Promise<number | undefined> {
  for (const database of LOGICAL_DATABASES) {
    if ((await redis.setnx(claimKey(database), process.pid)) === 1) return database;
  }
  return undefined;
}

/** Runs commands on a connection of its own. */
export async function withRedis<T>(url: string, use: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 1, retryStrategy: () => null });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    return await use(redis);
  } finally {
    redis.disconnect();
  }
}

export interface RedisProcess {
  readonly url: string;
  readonly port: number;
  process(): Child;
  /** Freezes it: connections stay open and nothing answers. */
  freeze(): void;
  thaw(): void;
  /** SIGKILL; what was not on disk is lost. */
  kill(): Promise<void>;
  /** Starts it again on the same port and data. */
  start(): Promise<void>;
  /** Starts it again on the same port, without its data. */
  startEmpty(): Promise<void>;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

/** Starts a Redis of the test's own, to be stopped, frozen, flushed or killed. Keeps its data on disk. */
export async function startRedis(extraArgs: readonly string[] = []): Promise<RedisProcess> {
  const port = await freePort();
  const directory = await mkdtemp(join(tmpdir(), 'ingest-test-redis-'));
  const url = `redis://127.0.0.1:${port}`;
  let child: Child | undefined;
  const start = async (): Promise<void> => {
    child = await startChild({
      name: 'redis-server',
      command: requiredEnv('TEST_REDIS_BINARY'),
      args: [
        ...['--port', String(port), '--bind', '127.0.0.1', '--dir', directory, '--save', ''],
        ...['--appendonly', 'yes', '--maxmemory-policy', 'noeviction', ...extraArgs],
      ],
    });
    await waitFor(() => withRedis(url, (redis) => redis.ping()), { what: 'Redis to answer' });
  };
  const current = (): Child => {
    if (child === undefined) throw new Error('Redis was not started');
    return child;
  };
  await start();
  return {
    url,
    port,
    process: current,
    freeze: () => {
      current().signal('SIGSTOP');
    },
    thaw: () => {
      current().signal('SIGCONT');
    },
    kill: () => current().kill(),
    start,
    startEmpty: async () => {
      await rm(directory, { recursive: true, force: true });
      await mkdir(directory);
      await start();
    },
    stop: async () => {
      await current().stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
