import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { pino } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import { FILE_PROCESSING_QUEUE, type FileProcessingPayload } from '../../src/common/queue/queues.js';
import { createFailFastRedis } from '../../src/common/queue/redis.js';
import { RedisThrottlerStorage } from '../../src/common/security/redis-throttler.storage.js';
import { JobQueue } from '../../src/jobs/job-queue.js';
import { type RedisProcess, startRedis } from '../support/redis.js';
import { waitFor } from '../support/wait-for.js';

const MINUTE_MS = 60_000;
const LIMIT = 2;

let server: RedisProcess;
let redis: Redis;
let queue: Queue<FileProcessingPayload>;
let jobQueue: JobQueue;
let throttler: RedisThrottlerStorage;

beforeAll(async () => {
  server = await startRedis();
  const logger = pino({ level: 'silent' });
  redis = createFailFastRedis(server.url, logger);
  queue = new Queue(FILE_PROCESSING_QUEUE, { connection: redis });
  queue.on('error', () => undefined);
  jobQueue = new JobQueue(queue, logger);
  throttler = new RedisThrottlerStorage(redis);
  await untilBack();
});
afterAll(async () => {
  throttler.onApplicationShutdown();
  await queue.close();
  redis.disconnect();
  await server.stop();
});

const untilBack = (): Promise<string> => waitFor(() => redis.ping(), { what: 'the connection to Redis' });
const hit = (key: string) => throttler.increment(key, MINUTE_MS, LIMIT, MINUTE_MS, 'default');

async function elapsedMs(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

describe('with Redis there', () => {
  it('sending twice makes one entry, and another attempt another one', async () => {
    const jobId = uuidv7();
    await jobQueue.send({ jobId, attempt: 0 });
    await jobQueue.send({ jobId, attempt: 0 });
    await jobQueue.send({ jobId, attempt: 1 }, 60_000);
    const entries = await queue.getJobs(['waiting', 'delayed']);
    expect(entries.map((entry) => [entry.id, entry.data]).sort()).toEqual([
      [`${jobId}-r0`, { job_id: jobId, attempt: 0 }],
      [`${jobId}-r1`, { job_id: jobId, attempt: 1 }],
    ]);
  });

  it('the limiter counts in Redis, for all processes', async () => {
    const other = new RedisThrottlerStorage(redis);
    await hit('shared');
    const second = await other.increment('shared', MINUTE_MS, LIMIT, MINUTE_MS, 'default');
    expect(second).toMatchObject({ totalHits: 2, isBlocked: false });
    expect(await hit('shared')).toMatchObject({ isBlocked: true });
    other.onApplicationShutdown();
  });
});

describe.each([
  ['killed', () => server.kill(), () => server.start()],
  [
    'frozen',
    () => {
      server.freeze();
    },
    () => {
      server.thaw();
    },
  ],
] as const)('with Redis %s', (how, takeAway, bringBack) => {
  beforeAll(async () => {
    await takeAway();
  });
  afterAll(async () => {
    await bringBack();
    await untilBack();
  });

  it('sending fails as unavailable within 2.5 s', async () => {
    const tookMs = await elapsedMs(async () => {
      await expect(jobQueue.send({ jobId: uuidv7(), attempt: 0 })).rejects.toMatchObject({
        kind: 'unavailable',
        code: 'REDIS_UNAVAILABLE',
      });
    });
    expect(tookMs).toBeLessThan(2_500);
  });

  it('a local count stands in within 1.5 s, and still ends a flood', async () => {
    const blocked: boolean[] = [];
    for (let count = 0; count <= LIMIT; count += 1) {
      const tookMs = await elapsedMs(async () => blocked.push((await hit(how)).isBlocked));
      expect(tookMs).toBeLessThan(1_500);
    }
    expect(blocked).toEqual([false, false, true]);
  });
});

describe('with Redis back', () => {
  it('sending works again without a new start', async () => {
    await jobQueue.send({ jobId: uuidv7(), attempt: 0 });
    expect(await hit('back')).toMatchObject({ totalHits: 1, isBlocked: false });
  });
});
