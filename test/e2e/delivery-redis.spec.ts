import type { HttpClient } from '../support/http-client.js';
import { httpClient } from '../support/http-client.js';
import { type RedisProcess, startRedis, withRedis } from '../support/redis.js';
import { startStack, type Stack } from '../support/stack.js';
import { waitFor } from '../support/wait-for.js';
import { getJob, type Job, submit, untilFinished, upload } from './steps/jobs.js';
import { expectNoScratch } from './steps/leftovers.js';

const CONTENT = '2026-01-02T03:04:05Z INFO hello\n';

let redis: RedisProcess;
let stack: Stack;
let client: HttpClient;

beforeAll(async () => {
  redis = await startRedis();
  stack = await startStack({ redisUrl: redis.url, env: { SWEEP_INTERVAL_SECONDS: '1' } });
  client = await stack.http.as('user');
}, 60_000);
afterAll(async () => {
  await stack.stop();
  await redis.stop();
});

/** Completes while Redis does not answer. @returns the job's id */
async function completeWithoutRedis(): Promise<string> {
  const { job_id } = await upload(client, CONTENT);
  const startedAt = performance.now();
  const answer = await client.post('/ingest/files/complete', { job_id });
  expect({ status: answer.status, body: answer.body }).toEqual({
    status: 200,
    body: { message: 'Job queued successfully', job_id, status: 'QUEUED' },
  });
  expect(performance.now() - startedAt).toBeLessThan(3_500);
  expect((await getJob(client, job_id)).status).toBe('QUEUED');
  return job_id;
}

/** What it says about itself, without letting anybody wait; undefined while it says that it is ready. */
async function notReadyAt(url: string): Promise<unknown> {
  const startedAt = performance.now();
  const { status, body } = await httpClient(url).get('/health/ready');
  expect(performance.now() - startedAt).toBeLessThan(2_000);
  return status === 503 ? body : undefined;
}

async function expectNotReady(): Promise<void> {
  for (const url of [stack.apiUrl, stack.workerUrl]) {
    // An answer of a second ago may still be given.
    const ready = await waitFor(() => notReadyAt(url), {
      what: `${url} to say that it is not ready`,
      timeoutMs: 5_000,
    });
    expect(ready).toEqual({
      status: 'not_ready',
      components: { database: 'up', redis: 'down', storage: 'up' },
    });
    expect((await httpClient(url).get('/health/live')).status).toBe(200);
  }
}

async function expectRecovery(jobId: string): Promise<void> {
  expect(await untilFinished(client, jobId)).toMatchObject({
    status: 'COMPLETED',
    attempt: 1,
    retry_count: 0,
  });
  await waitFor(async () => (await stack.http.get('/health/ready')).status === 200, { what: 'readiness' });
  expect(stack.workers.map((worker) => worker.ending())).not.toContain(1);
  await expectNoScratch(stack);
}

describe('Redis', () => {
  it('killed before complete: still 200, and the job runs when Redis is back', async () => {
    await redis.kill();
    const jobId = await completeWithoutRedis();
    await expectNotReady();
    expect((await client.get<Job[]>('/jobs')).status).toBe(200);
    await redis.start();
    await expectRecovery(jobId);
  }, 60_000);

  it('frozen before complete: still 200, and the job runs when Redis goes on', async () => {
    redis.freeze();
    try {
      const jobId = await completeWithoutRedis();
      await expectNotReady();
      redis.thaw();
      await expectRecovery(jobId);
    } finally {
      redis.thaw();
    }
  }, 60_000);

  it('flushed with jobs waiting: every one is processed once', async () => {
    await stack.workers[0]?.stop();
    const jobIds: string[] = [];
    for (let count = 0; count < 5; count += 1) jobIds.push(await submit(client, CONTENT));
    expect(await withRedis(redis.url, (connection) => connection.dbsize())).toBeGreaterThan(0);
    await withRedis(redis.url, (connection) => connection.flushall());
    await stack.add('worker');
    for (const jobId of jobIds) await expectRecovery(jobId);
  }, 60_000);
});
