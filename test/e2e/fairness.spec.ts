import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import type { HttpClient } from '../support/http-client.js';
import { startStack, type Stack } from '../support/stack.js';
import { waitFor } from '../support/wait-for.js';
import { signUp } from './steps/accounts.js';
import { type Job, submit, untilFinished } from './steps/jobs.js';

const CONTENT = '2026-01-02T03:04:05Z INFO hello\n';
const BACKLOG = 1_000;
const CONCURRENCY = 2;

let stack: Stack;
let second: HttpClient;
let firstUserId: string;

beforeAll(async () => {
  stack = await startStack({
    env: { WORKER_CONCURRENCY: String(CONCURRENCY), SWEEP_INTERVAL_SECONDS: '1' },
  });
  firstUserId = (await signUp(stack, 'the-first')).user.user_id;
  second = (await signUp(stack, 'the-second')).client;
}, 60_000);
afterAll(() => stack.stop());

/** Jobs that wait, as if Redis had lost their entries: the sweeper sends for them. */
async function addBacklog(): Promise<void> {
  const jobIds = Array.from({ length: BACKLOG }, () => uuidv7());
  await Promise.all(
    jobIds.map((jobId) => writeFile(join(stack.storageDir, 'raw-logs', `${jobId}.log`), CONTENT)),
  );
  await stack.query(
    `WITH made AS (
       INSERT INTO jobs (job_id, owner_id, job_type, source, status, queued_at, available_at)
       SELECT id, $2, 'FILE_UPLOAD', 'api', 'QUEUED', now(), now() FROM unnest($1::uuid[]) AS id
     )
     INSERT INTO file_uploads (job_id, storage_type, object_key, original_filename, file_size, log_format, timezone,
                               on_error, expires_at)
     SELECT id, 'LOCAL', 'raw-logs/' || id || '.log', 'a.log', $3, 'auto', 'UTC', 'continue', now()
     FROM unnest($1::uuid[]) AS id`,
    [jobIds, firstUserId, CONTENT.length],
  );
}

const milliseconds = (from: string | null, to: string | null): number =>
  Date.parse(to ?? '') - Date.parse(from ?? '');

it('a thousand jobs of one user hold up the first job of another by no more than the jobs that run', async () => {
  const idle = await untilFinished(second, await submit(second, CONTENT));
  await addBacklog();
  const done = async (): Promise<number> => {
    const [row] = await stack.query<{ done: number }>(
      `SELECT count(*)::int AS done FROM jobs WHERE owner_id = $1 AND status = 'COMPLETED'`,
      [firstUserId],
    );
    return row?.done ?? 0;
  };
  await waitFor(async () => (await done()) >= CONCURRENCY * 3, {
    what: 'the backlog to be under way',
    timeoutMs: 30_000,
  });

  const job = await untilFinished(second, await submit(second, CONTENT));
  expect(job).toMatchObject({ status: 'COMPLETED', attempt: 1, retry_count: 0 });
  expect(await done()).toBeLessThan(BACKLOG / 2);
  const [row] = await stack.query<{ between: number; mean_ms: number }>(
    `SELECT count(*) FILTER (WHERE started_at > $2 AND started_at < $3)::int AS between,
            (avg(extract(epoch FROM finished_at - started_at)) * 1000)::float8 AS mean_ms
     FROM jobs WHERE owner_id = $1 AND started_at IS NOT NULL`,
    [firstUserId, job.queued_at, job.started_at],
  );
  const { between = NaN, mean_ms: meanMs = NaN } = row ?? {};
  const report = {
    idle_ms: milliseconds(idle.queued_at, idle.finished_at),
    behind_backlog_ms: milliseconds(job.queued_at, job.finished_at),
    waited_ms: milliseconds(job.queued_at, job.started_at),
    backlog_job_ms: Math.round(meanMs),
    jobs_before_it: between,
  };
  process.stderr.write(`fairness: ${JSON.stringify(report)}\n`);
  // A slot that was being filled at that very moment may still go to the backlog; the next one does not.
  expect(between).toBeLessThanOrEqual(CONCURRENCY);
}, 120_000);

it('the backlog goes on all the same', async () => {
  const before = await second.get<Job[]>('/jobs');
  expect(before.status).toBe(200);
  const completed = async (): Promise<number> =>
    (await stack.query(`SELECT 1 FROM jobs WHERE owner_id = $1 AND status = 'COMPLETED'`, [firstUserId]))
      .length;
  const now = await completed();
  await waitFor(async () => (await completed()) > now + CONCURRENCY, {
    what: 'more of the backlog',
    timeoutMs: 30_000,
  });
});
