import { jest } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TerminusModule } from '@nestjs/terminus';
import { Test, type TestingModule } from '@nestjs/testing';
import { getDataSourceToken } from '@nestjs/typeorm';
import type { Redis } from 'ioredis';
import { pino } from 'pino';
import { createFailFastRedis, REDIS } from '../../src/common/queue/redis.js';
import { Draining } from '../../src/common/lifecycle/draining.js';
import { LocalDriver } from '../../src/common/storage/drivers/local.driver.js';
import type { LocalUrlSigner } from '../../src/common/storage/local-url-signer.js';
import { Storage } from '../../src/common/storage/storage.js';
import { ComponentIndicators } from '../../src/health/component.indicators.js';
import { ReadinessService } from '../../src/health/readiness.service.js';
import { type RedisProcess, startRedis } from '../support/redis.js';
import { waitFor } from '../support/wait-for.js';
import { type ConnectedDatabase, connectDatabase } from './support/data-source.js';

const UP = { database: 'up', redis: 'up', storage: 'up' };
/** A check may take a second; the rest is for the machine. */
const BOUND_MS = 1_800;

let connected: ConnectedDatabase;
let server: RedisProcess;
let redis: Redis;
let folder: string;
let storage: LocalDriver;
let testing: TestingModule;
let readiness: ReadinessService;

beforeAll(async () => {
  [connected, server] = await Promise.all([connectDatabase({ DATABASE_POOL_SIZE: '1' }), startRedis()]);
  redis = createFailFastRedis(server.url, pino({ level: 'silent' }));
  folder = await mkdtemp(join(tmpdir(), 'ingest-readiness-'));
  storage = new LocalDriver(folder, {} as LocalUrlSigner);
  await storage.prepare();
  testing = await Test.createTestingModule({
    imports: [TerminusModule.forRoot({ logger: false })],
    providers: [
      ReadinessService,
      ComponentIndicators,
      Draining,
      { provide: getDataSourceToken(), useValue: connected.source },
      { provide: REDIS, useValue: redis },
      { provide: Storage, useValue: storage },
    ],
  }).compile();
  readiness = testing.get(ReadinessService);
  await waitFor(() => redis.ping(), { what: 'the connection to Redis' });
});
afterAll(async () => {
  await testing.close();
  redis.disconnect();
  await server.stop();
  await connected.close();
  await rm(folder, { recursive: true, force: true });
});

/** An answer may be a second old, and none takes longer than its bound. */
async function expectComponents(components: typeof UP): Promise<void> {
  const ready = Object.values(components).every((state) => state === 'up');
  const expected = JSON.stringify({ status: ready ? 'ready' : 'not_ready', components });
  let slowestMs = 0;
  await waitFor(
    async () => {
      const startedAt = performance.now();
      const answer = await readiness.check();
      slowestMs = Math.max(slowestMs, performance.now() - startedAt);
      return JSON.stringify(answer) === expected;
    },
    { what: expected, timeoutMs: 5_000 },
  );
  expect(slowestMs).toBeLessThan(BOUND_MS);
}

describe('readiness', () => {
  it('holds when every part answers', () => expectComponents(UP));

  it('says within its bound that Redis is frozen', async () => {
    server.freeze();
    try {
      await expectComponents({ ...UP, redis: 'down' });
    } finally {
      server.thaw();
    }
    await waitFor(() => redis.ping(), { what: 'Redis to answer again' });
    await expectComponents(UP);
  });

  it('says within its bound that the database does not answer, and is back with it', async () => {
    const busy = connected.source.createQueryRunner();
    await busy.query('SELECT 1'); // The only connection of the pool is taken.
    try {
      await expectComponents({ ...UP, database: 'down' });
    } finally {
      await busy.release();
    }
    await expectComponents(UP);
  });

  it('is asked once for all who want to know within a second', async () => {
    const asked = jest.spyOn(connected.source, 'query');
    await Promise.all(Array.from({ length: 200 }, () => readiness.check()));
    await readiness.check();
    expect(asked.mock.calls.length).toBeLessThanOrEqual(2);
    asked.mockRestore();
  });

  it('does not fill the pool with questions while the database does not answer', async () => {
    const busy = connected.source.createQueryRunner();
    await busy.query('SELECT 1');
    const asked = jest.spyOn(connected.source, 'query');
    try {
      await expectComponents({ ...UP, database: 'down' });
      const until = performance.now() + 2_500;
      await waitFor(
        async () => {
          await readiness.check();
          return performance.now() > until;
        },
        { what: 'some checks' },
      );
      expect(asked.mock.calls.length).toBe(1);
    } finally {
      asked.mockRestore();
      await busy.release();
    }
    await expectComponents(UP);
  });

  it('says that storage is gone', async () => {
    await rm(folder, { recursive: true });
    await expectComponents({ ...UP, storage: 'down' });
    await storage.prepare();
    await expectComponents(UP);
  });

  it('names every part that is away', async () => {
    server.freeze();
    await rm(folder, { recursive: true });
    const busy = connected.source.createQueryRunner();
    await busy.query('SELECT 1');
    try {
      await expectComponents({ database: 'down', redis: 'down', storage: 'down' });
    } finally {
      await busy.release();
      server.thaw();
      await storage.prepare();
    }
  });

  it('ends with the order to stop, though every part answers', async () => {
    testing.get(Draining).begin();
    expect(await readiness.check()).toEqual({ status: 'not_ready', components: UP });
  });
});
