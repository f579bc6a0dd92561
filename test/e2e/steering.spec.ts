import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type HttpClient, putFile } from '../support/http-client.js';
import { type RedisProcess, startRedis } from '../support/redis.js';
import { startStack, type Stack } from '../support/stack.js';
import { waitFor } from '../support/wait-for.js';
import { bigFile } from './steps/big-file.js';
import {
  expectBalance,
  getJob,
  init,
  type Job,
  submit,
  untilFinished,
  untilJob,
  upload,
} from './steps/jobs.js';
import { expectNoScratch, resultFiles } from './steps/leftovers.js';
import { expectProblem } from './steps/problems.js';

const CONTENT = '2026-01-02T03:04:05Z INFO hello\n';
const STOPPED_WITHIN_MS = 2_000;

let redis: RedisProcess;
let stack: Stack;
let client: HttpClient;
let big: Buffer;

beforeAll(async () => {
  redis = await startRedis();
  // The heartbeat is slow, so that it cannot be what stops a job in time.
  stack = await startStack({
    redisUrl: redis.url,
    env: { HEARTBEAT_SECONDS: '10', LEASE_SECONDS: '30', SWEEP_INTERVAL_SECONDS: '1' },
  });
  client = await stack.http.as('user');
  big = (await bigFile(25)).content;
}, 60_000);
afterAll(async () => {
  await stack.stop();
  await redis.stop();
});

const cancel = (jobId: string) => client.post<Job>(`/jobs/${jobId}/cancel`);
const retry = (jobId: string) => client.post<Job>(`/jobs/${jobId}/retry`);
const remove = (jobId: string) => client.delete(`/jobs/${jobId}`);
const rawFiles = async (jobId: string): Promise<string[]> =>
  (await readdir(join(stack.storageDir, 'raw-logs')).catch(() => [])).filter((name) =>
    name.startsWith(jobId),
  );

/** Submits a file that keeps a worker busy, and waits until it is in the middle of it. */
async function runningJob(): Promise<string> {
  const jobId = await submit(client, big);
  await untilJob(client, jobId, (job) => job.status === 'PROCESSING', { what: 'processing' });
  await waitFor(async () => (await readdir(stack.scratchDir)).some((name) => name.startsWith(jobId)), {
    what: 'the worker to be at it',
  });
  return jobId;
}

/** Waits until nothing of the job is left in scratch: the parser is gone, and its folder removed. */
async function stoppedAfterMs(since: number, jobId: string): Promise<number> {
  await waitFor(async () => !(await readdir(stack.scratchDir)).some((name) => name.startsWith(jobId)), {
    what: 'the parse to stop',
    timeoutMs: 20_000,
  });
  return performance.now() - since;
}

describe('cancel', () => {
  it('stops a running parse within two seconds, and retry runs it again', async () => {
    const jobId = await runningJob();
    const since = performance.now();
    const answer = await cancel(jobId);
    expect({ status: answer.status, body: answer.body }).toMatchObject({
      status: 200,
      body: { job_id: jobId, status: 'FAILED', error_code: 'CANCELLED', retry_count: 0 },
    });
    expect(answer.body.finished_at).not.toBeNull();
    expect(await stoppedAfterMs(since, jobId)).toBeLessThan(STOPPED_WITHIN_MS);
    expect(await getJob(client, jobId)).toEqual(answer.body);
    expect(await resultFiles(stack, jobId)).toEqual([]);
    expectProblem(await cancel(jobId), 409, 'JOB_STATE_CONFLICT');

    const again = await retry(jobId);
    expect({ status: again.status, body: again.body }).toMatchObject({
      status: 200,
      body: {
        status: 'QUEUED',
        progress: 0,
        retry_count: 0,
        error_code: null,
        statistics: null,
        finished_at: null,
      },
    });
    const done = await untilFinished(client, jobId);
    expect(done).toMatchObject({ status: 'COMPLETED', attempt: 2, retry_count: 0 });
    expectBalance(done.statistics);
    expect(await resultFiles(stack, jobId)).toEqual(['parsed/attempt-2.parquet', 'rejects/attempt-2.ndjson']);
    expectProblem(await retry(jobId), 409, 'JOB_STATE_CONFLICT');
    expectProblem(await cancel(jobId), 409, 'JOB_STATE_CONFLICT');
  }, 90_000);

  it('stops it as fast while Redis is away', async () => {
    const jobId = await runningJob();
    await redis.kill();
    try {
      const since = performance.now();
      expect((await cancel(jobId)).status).toBe(200);
      expect(await stoppedAfterMs(since, jobId)).toBeLessThan(STOPPED_WITHIN_MS);
    } finally {
      await redis.start();
    }
    // Goes on where it was: the worker needs no new start.
    expect((await retry(jobId)).status).toBe(200);
    expect((await untilFinished(client, jobId)).status).toBe('COMPLETED');
  }, 90_000);

  it('before the upload was completed removes what was uploaded', async () => {
    const { job_id: jobId } = await upload(client, CONTENT);
    expect(await rawFiles(jobId)).toHaveLength(1);
    expect((await cancel(jobId)).body).toMatchObject({
      status: 'FAILED',
      error_code: 'CANCELLED',
      attempt: 0,
    });
    expect(await rawFiles(jobId)).toEqual([]);
    expectProblem(await client.post('/ingest/files/complete', { job_id: jobId }), 409, 'JOB_STATE_CONFLICT');
    expectProblem(await retry(jobId), 409, 'RAW_FILE_GONE');
  });
});

describe('retry', () => {
  it('of an upload that failed at complete is refused', async () => {
    const { job_id: jobId } = await init(client, 5);
    expectProblem(await client.post('/ingest/files/complete', { job_id: jobId }), 409, 'UPLOAD_MISSING');
    expectProblem(await retry(jobId), 409, 'RAW_FILE_GONE');
    expect(await getJob(client, jobId)).toMatchObject({ status: 'FAILED', error_code: 'UPLOAD_MISSING' });
  });

  it('of a file that a rule refuses fails again in the same way', async () => {
    const first = await untilFinished(
      client,
      await submit(client, 'no json\n', { log_format: 'json', on_error: 'abort' }),
    );
    expect(first.status).toBe('FAILED');
    expect((await retry(first.job_id)).status).toBe(200);
    const second = await untilFinished(client, first.job_id);
    expect(second).toMatchObject({
      status: 'FAILED',
      error_code: first.error_code,
      attempt: 2,
      retry_count: 0,
    });
  });
});

describe('remove', () => {
  it('a finished job takes its files along', async () => {
    const job = await untilFinished(client, await submit(client, CONTENT));
    expect(await resultFiles(stack, job.job_id)).toHaveLength(2);
    const answer = await remove(job.job_id);
    expect({ status: answer.status, body: answer.body }).toEqual({ status: 204, body: '' });
    expect(await resultFiles(stack, job.job_id)).toEqual([]);
    expect(await rawFiles(job.job_id)).toEqual([]);
    expectProblem(await client.get(`/jobs/${job.job_id}`), 404, 'JOB_NOT_FOUND');
    for (const act of [remove, cancel, retry]) expectProblem(await act(job.job_id), 404, 'JOB_NOT_FOUND');
  });

  it('a running job is stopped within two seconds, and leaves nothing behind', async () => {
    const jobId = await runningJob();
    const since = performance.now();
    expect((await remove(jobId)).status).toBe(204);
    expect(await stoppedAfterMs(since, jobId)).toBeLessThan(STOPPED_WITHIN_MS);
    expect(await rawFiles(jobId)).toEqual([]);
    await expectNoScratch(stack);
    expect(await resultFiles(stack, jobId)).toEqual([]);
    expect(stack.workers[0]?.ending()).toBeUndefined();
  }, 60_000);

  it('files that a dead process was about to remove are removed by the sweeper', async () => {
    const { job_id: jobId } = await upload(client, CONTENT);
    // As it stands after the commit, when the API is killed right then.
    await stack.query(
      `WITH gone AS (DELETE FROM jobs WHERE job_id = $1)
       INSERT INTO object_removals (object_key) SELECT object_key FROM file_uploads WHERE job_id = $1`,
      [jobId],
    );
    await waitFor(async () => (await rawFiles(jobId)).length === 0, { what: 'the sweeper to remove it' });
    await waitFor(
      async () =>
        (await stack.query('SELECT 1 FROM object_removals WHERE repeat_until <= now()')).length === 0,
      {
        what: 'the note of it to go',
      },
    );
  });

  it('a file that is uploaded once more to a removed job is removed again when its URL has ended', async () => {
    const ticket = await upload(client, CONTENT);
    await remove(ticket.job_id);
    expect((await putFile(ticket.presigned_url, CONTENT)).status).toBe(200);
    expect(await rawFiles(ticket.job_id)).toHaveLength(1);
    await stack.query(
      `UPDATE object_removals SET due_at = now(), repeat_until = now() WHERE object_key LIKE $1`,
      [`raw-logs/${ticket.job_id}%`],
    );
    await waitFor(async () => (await rawFiles(ticket.job_id)).length === 0, { what: 'the second removal' });
  });
});
