import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { freePort } from '../support/ports.js';
import { startRedis, withRedis } from '../support/redis.js';
import { startStack, type Stack } from '../support/stack.js';
import { runScript, spawnProcess, type StackProcess, untilReady } from '../support/stack-process.js';
import { waitFor } from '../support/wait-for.js';

const PRODUCTION = { ENVIRONMENT: 'production', CORS_ORIGINS: 'https://app.example.com' };

/** Until a process has been loaded at all, on a machine that has much else to do. */
const START_MS = 40_000;

let stack: Stack;

beforeAll(async () => {
  stack = await startStack({ workers: 0 });
}, 60_000);
afterAll(() => stack.stop());

const untilSaid = (process: StackProcess, words: string): Promise<boolean> =>
  waitFor(() => process.output().includes(words), { what: `"${words}"`, timeoutMs: START_MS });
const untilEnded = (process: StackProcess): Promise<boolean> =>
  waitFor(() => process.ending() !== undefined, { what: `${process.name} to end`, timeoutMs: START_MS });

/** What is meant for the person who starts the process stands on a line of its own, and is no JSON. */
const sentences = (process: StackProcess): string[] =>
  process
    .output()
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('{'));

async function withProcess(
  kind: 'api' | 'worker',
  env: Readonly<Record<string, string>>,
  use: (process: StackProcess) => Promise<void>,
): Promise<void> {
  const process = await spawnProcess(kind, { ...stack.env, ...env });
  try {
    await use(process);
  } finally {
    await process.stop();
  }
}

async function withEmptyDatabase(use: (database: TestDatabase) => Promise<void>): Promise<void> {
  const database = await createTestDatabase({ empty: true });
  try {
    await use(database);
  } finally {
    await database.drop();
  }
}

describe.each(['api', 'worker'] as const)('the start of the %s', (kind) => {
  it('waits for a Redis that is still coming up', async () => {
    const redis = await startRedis();
    await redis.kill();
    try {
      await withProcess(kind, { REDIS_URL: redis.url }, async (process) => {
        await untilSaid(process, 'waiting for Redis');
        expect(process.ending()).toBeUndefined();
        await redis.start();
        await untilReady(process);
        expect(process.output()).toContain('is there');
      });
    } finally {
      await redis.stop();
    }
  });

  it('waits for the schema that it needs', () =>
    withEmptyDatabase((database) =>
      withProcess(kind, { DATABASE_URL: database.url }, async (process) => {
        await untilSaid(process, 'waiting for Postgres');
        expect(process.output()).toContain('npm run migrate');
        await runScript('migrate', [], { ...stack.env, DATABASE_URL: database.url });
        await untilReady(process);
      }),
    ));

  it.each([
    ['DATABASE_URL', 'postgresql://someone:S3cretWord@127.0.0.1:PORT/logs', 'Postgres (127.0.0.1:PORT/logs)'],
    ['REDIS_URL', 'redis://:S3cretWord@127.0.0.1:PORT', 'Redis (127.0.0.1:PORT)'],
  ])('ends with one sentence when nothing is there at %s', async (name, url, place) => {
    const port = String(await freePort());
    const env = { [name]: url.replace('PORT', port), START_TIMEOUT_SECONDS: '1' };
    await withProcess(kind, env, async (process) => {
      await untilEnded(process);
      expect(process.ending()).toBe(1);
      const place_ = place.replace('PORT', port);
      expect(sentences(process)).toEqual([
        `${place_} was not ready within 1 s: connect ECONNREFUSED 127.0.0.1:${port}.`,
      ]);
      expect(process.output()).not.toContain('S3cretWord');
    });
  });
});

describe('a Redis that evicts keys', () => {
  it('is told of in development and refused in production', async () => {
    const redis = await startRedis();
    await withRedis(redis.url, (client) => client.config('SET', 'maxmemory-policy', 'allkeys-lru'));
    const sentence =
      'Redis evicts keys when its memory is full (maxmemory-policy allkeys-lru); set it to noeviction.';
    try {
      await withProcess('worker', { REDIS_URL: redis.url }, async (worker) => {
        await untilReady(worker);
        expect(worker.output()).toContain(sentence);
      });
      await withProcess('worker', { ...PRODUCTION, REDIS_URL: redis.url }, async (worker) => {
        await untilEnded(worker);
        expect(worker.ending()).toBe(1);
        expect(sentences(worker)).toEqual([sentence]);
      });
    } finally {
      await redis.stop();
    }
  });
});

it('a wrong password is not waited for', async () => {
  const redis = await startRedis();
  await withRedis(redis.url, (client) => client.config('SET', 'requirepass', 'right'));
  const url = redis.url.replace('redis://', 'redis://:wrong@');
  try {
    await withProcess('worker', { REDIS_URL: url }, async (worker) => {
      await untilEnded(worker);
      expect(sentences(worker)).toEqual(['Redis refused the user or password of REDIS_URL.']);
    });
  } finally {
    await redis.stop();
  }
});
