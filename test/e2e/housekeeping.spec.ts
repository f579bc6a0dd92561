import { mkdir, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import type { HttpClient } from '../support/http-client.js';
import { startStack, type Stack } from '../support/stack.js';
import { waitFor } from '../support/wait-for.js';
import { getJob, type Job, submit, untilFinished, untilJob } from './steps/jobs.js';
import { resultFiles } from './steps/leftovers.js';

const CONTENT = '2026-01-02T03:04:05Z INFO hello\n';

let stack: Stack;
let client: HttpClient;

beforeAll(async () => {
  stack = await startStack({
    workers: 2,
    env: {
      SWEEP_INTERVAL_SECONDS: '1',
      RETENTION_DAYS: '7',
      ORPHAN_SCAN_INTERVAL_SECONDS: '1',
      ORPHAN_AGE_SECONDS: '60',
    },
  });
  client = await stack.http.as('user');
}, 60_000);
afterAll(() => stack.stop());

const aWhileAgo = new Date(Date.now() - 3_600_000);
const repairs = (kind: string): number => stack.logs().split(`"repair":"${kind}"`).length - 1;

async function finishedJob(): Promise<Job> {
  return untilFinished(client, await submit(client, CONTENT));
}

it('jobs past their retention go with their files, others stay', async () => {
  const [old, young] = [await finishedJob(), await finishedJob()];
  await stack.query(`UPDATE jobs SET finished_at = now() - interval '8 days' WHERE job_id = $1`, [
    old.job_id,
  ]);
  await waitFor(async () => (await client.get(`/jobs/${old.job_id}`)).status === 404, {
    what: 'the job to go',
  });
  await waitFor(async () => (await resultFiles(stack, old.job_id)).length === 0, {
    what: 'its results to go',
  });
  const raw = await readdir(join(stack.storageDir, 'raw-logs'));
  expect(raw.filter((name) => name.startsWith(old.job_id))).toEqual([]);
  expect(await getJob(client, young.job_id)).toEqual(young);
  expect(await resultFiles(stack, young.job_id)).toHaveLength(2);
  expect(repairs('job_retired')).toBeGreaterThan(0);
});

it('objects without a row go, those of jobs stay', async () => {
  const job = await finishedJob();
  const [stranger, ownFirst] = [uuidv7(), `attempt-7.parquet`];
  const [folder] = (await readdir(join(stack.storageDir, 'parsed'), { recursive: true })).filter((path) =>
    path.endsWith(job.job_id),
  );
  const orphans = [
    join(stack.storageDir, 'raw-logs', `${stranger}.log`),
    join(stack.storageDir, 'parsed', folder ?? '', ownFirst),
  ];
  for (const path of orphans) {
    await writeFile(path, CONTENT);
    await utimes(path, aWhileAgo, aWhileAgo);
  }
  const names = async (): Promise<string> => (await readdir(stack.storageDir, { recursive: true })).join();
  await waitFor(
    async () => {
      const all = await names();
      return !all.includes(stranger) && !all.includes(ownFirst);
    },
    { what: 'the orphans to go' },
  );
  expect(await resultFiles(stack, job.job_id)).toHaveLength(2);
  expect(await getJob(client, job.job_id)).toEqual(job);
  expect(repairs('orphan_removed')).toBeGreaterThan(0);
});

it('a job whose results were lost says so, and a retry makes them again', async () => {
  const job = await finishedJob();
  const [path = ''] = (await readdir(join(stack.storageDir, 'parsed'), { recursive: true })).filter(
    (name) => name.includes(job.job_id) && name.endsWith('.parquet'),
  );
  await rm(join(stack.storageDir, 'parsed', path));
  await stack.query(`UPDATE jobs SET finished_at = now() - interval '1 hour' WHERE job_id = $1`, [
    job.job_id,
  ]);
  const failed = await untilJob(client, job.job_id, ({ status }) => status === 'FAILED', {
    what: 'the scan',
  });
  expect(failed.error_code).toBe('RESULTS_LOST');
  expect((await client.post(`/jobs/${job.job_id}/retry`)).status).toBe(200);
  expect(await untilFinished(client, job.job_id)).toMatchObject({ status: 'COMPLETED', attempt: 2 });
});

it('scratch of a process that died is removed while the workers run', async () => {
  const folder = join(stack.scratchDir, `${uuidv7()}-a1.${hostname()}.4194300`);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'source'), CONTENT);
  await waitFor(async () => !(await readdir(stack.scratchDir)).includes(folder.split('/').at(-1) ?? ''), {
    what: 'the scratch folder to go',
  });
  expect(repairs('scratch_removed')).toBeGreaterThan(0);
});

it('keys that expired are forgotten', async () => {
  await client.post(
    '/ingest/files/init',
    { filename: 'a', size: 1 },
    { headers: { 'Idempotency-Key': 'old' } },
  );
  await stack.query('UPDATE idempotency_keys SET expires_at = now()');
  await waitFor(async () => (await stack.query('SELECT 1 FROM idempotency_keys')).length === 0, {
    what: 'the key to go',
  });
});
