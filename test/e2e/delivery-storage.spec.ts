import { waitFor } from '../support/wait-for.js';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { HttpClient } from '../support/http-client.js';
import { startStack, type Stack } from '../support/stack.js';
import { getJob, submit, untilFinished, untilJob, upload } from './steps/jobs.js';
import { expectNoScratch, resultFiles } from './steps/leftovers.js';
import { expectProblem } from './steps/problems.js';

const CONTENT = '2026-01-02T03:04:05Z INFO hello\n';

let stack: Stack;
let client: HttpClient;

beforeAll(async () => {
  stack = await startStack({ workers: 0, env: { RETRY_DELAY_SECONDS: '1', SWEEP_INTERVAL_SECONDS: '1' } });
  client = await stack.http.as('user');
}, 60_000);
afterAll(() => stack.stop());

const elsewhere = (): string => `${stack.storageDir}.away`;
const takeStorageAway = (): Promise<void> => rename(stack.storageDir, elsewhere());
const bringStorageBack = (): Promise<void> => rename(elsewhere(), stack.storageDir);

describe('storage', () => {
  it('away at complete: 503, the job stays CREATED, and the next call succeeds', async () => {
    const { job_id } = await upload(client, CONTENT);
    await takeStorageAway();
    try {
      const answer = await client.post('/ingest/files/complete', { job_id });
      expectProblem(answer, 503, 'STORAGE_UNAVAILABLE');
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      expect((await getJob(client, job_id)).status).toBe('CREATED');
      // An answer of a second ago may still be given.
      const ready = await waitFor(
        async () => {
          const { status, body } = await stack.http.get('/health/ready');
          return status === 503 ? body : undefined;
        },
        { what: 'readiness to see it', timeoutMs: 5_000 },
      );
      expect(ready).toMatchObject({ components: { database: 'up', redis: 'up', storage: 'down' } });
    } finally {
      await bringStorageBack();
    }
    expect((await client.post('/ingest/files/complete', { job_id })).status).toBe(200);
  });

  it('without the object when the worker comes: FAILED at once, with a stable code', async () => {
    const jobId = await submit(client, CONTENT);
    await rm(join(stack.storageDir, 'raw-logs', `${jobId}.log`));
    await stack.add('worker');
    const job = await untilFinished(client, jobId);
    expect(job).toMatchObject({
      status: 'FAILED',
      error_code: 'OBJECT_NOT_FOUND',
      retry_count: 0,
      attempt: 1,
      statistics: null,
    });
    expect(job.error_message).not.toContain(stack.storageDir);
    expect(await resultFiles(stack, jobId)).toEqual([]);
    await expectNoScratch(stack);
  });

  it('away while a job is due: tried again until storage is back', async () => {
    const [worker] = stack.workers;
    worker?.signal('SIGSTOP');
    const jobId = await submit(client, CONTENT);
    await takeStorageAway();
    worker?.signal('SIGCONT');
    try {
      const retried = await untilJob(client, jobId, (job) => job.retry_count > 0, { what: 'a retry' });
      expect(retried.error_code).toBe('STORAGE_UNAVAILABLE');
    } finally {
      await bringStorageBack();
    }
    const job = await untilFinished(client, jobId);
    expect(job).toMatchObject({ status: 'COMPLETED', error_code: null, error_message: null });
    expect(job.attempt).toBe(job.retry_count + 1);
    expect(await resultFiles(stack, jobId)).toEqual([
      `parsed/attempt-${job.attempt}.parquet`,
      `rejects/attempt-${job.attempt}.ndjson`,
    ]);
    await expectNoScratch(stack);
  }, 60_000);
});
