import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Queue } from 'bullmq';
import { type HttpClient, putFile } from '../support/http-client.js';
import { withRedis } from '../support/redis.js';
import { startStack, type Stack } from '../support/stack.js';
import { getJob, init, type Job, type Ticket, untilFinished, upload } from './steps/jobs.js';
import { parquetPath, queryParquet } from './steps/parquet.js';
import { expectProblem } from './steps/problems.js';

const COMPLETE = '/ingest/files/complete';
const CONTENT = '2026-01-02T03:04:05Z INFO the first line\n';
const OTHER = CONTENT.replace('first', 'other');

let stack: Stack;
let user: HttpClient;
let admin: HttpClient;

beforeAll(async () => {
  stack = await startStack({ workers: 0 });
  [user, admin] = await Promise.all([stack.http.as('user'), stack.http.as('admin')]);
}, 60_000);
afterAll(() => stack.stop());

const objectPath = (jobId: string): string => join(stack.storageDir, 'raw-logs', `${jobId}.log`);
const storedObjects = async (jobId: string): Promise<string[]> =>
  (await readdir(join(stack.storageDir, 'raw-logs'))).filter((name) => name.startsWith(jobId));

/** Ids of all entries of the queue, whatever their state. */
function queueEntries(): Promise<(string | undefined)[]> {
  return withRedis(stack.redisUrl, async (connection) => {
    const queue = new Queue('file-processing', { connection });
    const entries = await queue.getJobs([
      'waiting',
      'active',
      'delayed',
      'prioritized',
      'completed',
      'failed',
    ]);
    await queue.close();
    return entries.map((entry) => entry.id);
  });
}

async function expectRefused(ticket: Ticket, code: string): Promise<Job> {
  expectProblem(await user.post(COMPLETE, { job_id: ticket.job_id }), 409, code);
  const job = await getJob(user, ticket.job_id);
  expect(job).toMatchObject({ status: 'FAILED', error_code: code, progress: 0, attempt: 0, queued_at: null });
  expect(job.error_message).toMatch(/\w/);
  expect(job.finished_at).not.toBeNull();
  return job;
}

describe('complete', () => {
  it('called 50 times at once: one 200, one queue entry, one attempt', async () => {
    const { job_id } = await upload(user, CONTENT);
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => user.post<{ code?: string }>(COMPLETE, { job_id })),
    );
    const statuses = answers.map((answer) => answer.status).sort();
    expect(statuses).toEqual([200, ...Array.from({ length: 49 }, () => 409)]);
    for (const answer of answers.filter(({ status }) => status === 409)) {
      expectProblem(answer, 409, 'JOB_STATE_CONFLICT');
    }
    const entries = await queueEntries();
    expect(entries.filter((id) => id?.startsWith(job_id))).toHaveLength(1);
    expect(await getJob(user, job_id)).toMatchObject({ status: 'QUEUED', progress: 0, attempt: 0 });
  });

  it('called again is refused, and changes nothing', async () => {
    const { job_id } = await upload(user, CONTENT);
    expect((await user.post(COMPLETE, { job_id })).status).toBe(200);
    const before = await getJob(user, job_id);
    expectProblem(await user.post(COMPLETE, { job_id }), 409, 'JOB_STATE_CONFLICT');
    expect(await getJob(user, job_id)).toEqual(before);
  });

  it('by another user finds nothing, and changes nothing', async () => {
    const { job_id } = await upload(admin, CONTENT);
    expectProblem(await user.post(COMPLETE, { job_id }), 404, 'JOB_NOT_FOUND');
    expect((await getJob(admin, job_id)).status).toBe('CREATED');
    expect((await admin.post(COMPLETE, { job_id })).status).toBe(200);
  });

  it('without an upload fails the job', async () => {
    const ticket = await init(user, CONTENT.length);
    await expectRefused(ticket, 'UPLOAD_MISSING');
    expectProblem(await user.post(COMPLETE, { job_id: ticket.job_id }), 409, 'JOB_STATE_CONFLICT');
  });

  it.each([
    ['longer', `${CONTENT}x`],
    ['shorter', CONTENT.slice(1)],
    ['empty', ''],
  ])('of an object that is %s than declared fails the job and removes the object', async (_how, content) => {
    const ticket = await upload(user, CONTENT);
    await writeFile(objectPath(ticket.job_id), content);
    await expectRefused(ticket, 'UPLOAD_SIZE_MISMATCH');
    expect(await storedObjects(ticket.job_id)).toEqual([]);
  });
});

// Last: from here on a worker runs.
describe('what was completed', () => {
  it('is processed once; an object replaced afterwards is never', async () => {
    const pinned = await upload(user, CONTENT);
    const replaced = await upload(user, CONTENT);
    for (const { job_id } of [pinned, replaced]) await user.post(COMPLETE, { job_id });
    await putFile(replaced.presigned_url, OTHER);
    expect(await readFile(objectPath(replaced.job_id), 'utf8')).toBe(OTHER);

    await stack.add('worker');
    const failed = await untilFinished(user, replaced.job_id);
    expect(failed).toMatchObject({
      status: 'FAILED',
      error_code: 'OBJECT_CHANGED',
      attempt: 1,
      statistics: null,
    });
    const done = await untilFinished(user, pinned.job_id);
    expect(done).toMatchObject({ status: 'COMPLETED', attempt: 1, retry_count: 0 });
    const rows = await queryParquet(parquetPath(stack, done), 'SELECT raw FROM records');
    expect(rows).toEqual([{ raw: CONTENT.trimEnd() }]);
  });

  it('had exactly one attempt each', async () => {
    const { body: jobs } = await admin.get<Job[]>('/jobs?limit=1000');
    for (const job of jobs.filter(({ queued_at }) => queued_at !== null)) {
      expect(await untilFinished(admin, job.job_id)).toMatchObject({ attempt: 1, retry_count: 0 });
    }
    expect(await queueEntries()).toEqual([]);
  });
});
