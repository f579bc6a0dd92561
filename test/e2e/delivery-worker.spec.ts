import type { HttpClient } from '../support/http-client.js';
import { startStack, type Stack, type StackProcess } from '../support/stack.js';
import { waitFor } from '../support/wait-for.js';
import { type BigFile, bigFile } from './steps/big-file.js';
import { expectBalance, isFinished, type Job, submit, untilFinished, untilJob } from './steps/jobs.js';
import { expectNoScratch, resultFiles } from './steps/leftovers.js';
import { parquetPath, queryParquet } from './steps/parquet.js';

const BACK_AT_WORK_MS = 15_000;
/** Where the time until somebody takes over is not what is tested. */
const IMPATIENT = { HEARTBEAT_SECONDS: '1', LEASE_SECONDS: '3', SWEEP_INTERVAL_SECONDS: '1' };

let stack: Stack;
let client: HttpClient;
let file: BigFile;

beforeAll(async () => {
  [stack, file] = await Promise.all([startStack(), bigFile(25)]);
  client = await stack.http.as('user');
}, 60_000);
afterAll(() => stack.stop());

/** Submits the big file and waits until a worker is in the middle of it. */
async function startJob(): Promise<{ readonly jobId: string; readonly busy: StackProcess }> {
  const jobId = await submit(client, file.content);
  await untilJob(client, jobId, (job) => job.status === 'PROCESSING', { what: 'processing' });
  const busy = await waitFor(() => stack.workers.find((worker) => worker.output().includes(jobId)), {
    what: 'the worker that has the job',
  });
  return { jobId, busy };
}

async function expectOneResult(job: Job): Promise<void> {
  expect(job).toMatchObject({ status: 'COMPLETED', attempt: 2, progress: 100, error_code: null });
  expectBalance(job.statistics);
  expect(job.statistics.records).toBe(file.lines);
  expect(await resultFiles(stack, job.job_id)).toEqual([
    'parsed/attempt-2.parquet',
    'rejects/attempt-2.ndjson',
  ]);
  const [row] = await queryParquet(parquetPath(stack, job, 2), 'SELECT count(*) AS rows FROM records');
  expect(row).toEqual({ rows: BigInt(file.lines) });
}

describe('a worker in the middle of a job', () => {
  it('killed: another one has the job within 15 s and finishes it, once', async () => {
    const { jobId, busy } = await startJob();
    const [killed] = await Promise.all([busy.kill().then(() => performance.now()), stack.add('worker')]);
    const again = await untilJob(client, jobId, (job) => job.attempt === 2 || isFinished(job), {
      what: 'the second attempt',
      timeoutMs: BACK_AT_WORK_MS,
    });
    expect(performance.now() - killed).toBeLessThan(BACK_AT_WORK_MS);
    expect(again).toMatchObject({ attempt: 2, retry_count: 1 });
    const job = await untilFinished(client, jobId);
    expect(job.retry_count).toBe(1);
    await expectOneResult(job);
    await expectNoScratch(stack);
  }, 90_000);

  it('told to stop: hands the job back, which costs no retry, and ends in time', async () => {
    const { jobId, busy } = await startJob();
    await busy.stop(5_000);
    expect(busy.ending()).toBe(0);
    await untilJob(client, jobId, (job) => job.status === 'QUEUED', { what: 'the job to be handed back' });
    await stack.add('worker');
    const job = await untilFinished(client, jobId);
    expect(job.retry_count).toBe(0);
    await expectOneResult(job);
    await expectNoScratch(stack);
  }, 90_000);

  it('frozen beyond its lease and woken again: cannot touch what its successor did', async () => {
    const { jobId, busy } = await startJob();
    busy.signal('SIGSTOP');
    try {
      await stack.add('worker', IMPATIENT);
      const job = await untilFinished(client, jobId, 40_000);
      expect(job.retry_count).toBe(1);
      await expectOneResult(job);
      busy.signal('SIGCONT');
      await waitFor(() => busy.output().includes('the job was taken away'), {
        what: 'the woken worker to notice',
      });
      expect(await untilFinished(client, jobId)).toEqual(job);
      await expectOneResult(job);
      await expectNoScratch(stack);
      expect(busy.ending()).toBeUndefined();
    } finally {
      busy.signal('SIGCONT');
    }
  }, 90_000);
});
