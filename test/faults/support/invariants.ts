import { readdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { expectNoScratch } from '../../e2e/steps/leftovers.js';
import { expectBalance, type Job, type Statistics } from '../../e2e/steps/jobs.js';
import { queryParquet } from '../../e2e/steps/parquet.js';
import type { Stack } from '../../support/stack.js';
import { waitFor } from '../../support/wait-for.js';

const TIDIED_UP_MS = 30_000;
/** Folders of storage, and what leads to what lies there. */
const RESULT_FOLDERS = ['parsed', 'rejects'];

export interface KeysOfJob {
  readonly job_id: string;
  readonly status: string;
  readonly object_key: string;
  readonly parquet_key: string | null;
  readonly rejects_key: string | null;
}

/** What statistics say of the file alone; times and sizes of results differ from run to run. */
export function accountOf(job: Job): Partial<Statistics> {
  expectBalance(job.statistics);
  return Object.fromEntries(
    Object.entries(job.statistics).filter(([name]) => name !== 'seconds' && name !== 'output_files'),
  );
}

/** Expects the result of an undisturbed run: the same account, and as many rows in the one result that is visible. */
export async function expectSameResult(stack: Stack, job: Job, undisturbed: Job): Promise<void> {
  expect(job).toMatchObject({ status: 'COMPLETED', progress: 100, error_code: null, error_message: null });
  expect(accountOf(job)).toEqual(accountOf(undisturbed));
  const [keys] = await keysOf(stack, [job.job_id]);
  expect(keys?.parquet_key).toMatch(new RegExp(`/attempt-${job.attempt}\\.parquet$`));
  const path = join(stack.storageDir, keys?.parquet_key ?? '');
  const [row] = await queryParquet(path, 'SELECT count(*) AS records FROM records');
  expect(row).toEqual({ records: BigInt(job.statistics?.records ?? -1) });
}

/**
 * Waits until nothing is left but what the rows lead to: no scratch, no result of an attempt that did not complete, no raw
 * file without a job, and none of these missing.
 */
export async function expectNothingLeft(stack: Stack): Promise<void> {
  await expectNoScratch(stack);
  let odd: string[] = [];
  const tidy = waitFor(
    async () => {
      await ageResults(stack);
      odd = await oddFiles(stack);
      return odd.length === 0;
    },
    { what: 'storage to hold what the rows lead to', timeoutMs: TIDIED_UP_MS, intervalMs: 250 },
  );
  await tidy.catch((error: unknown) => {
    throw new Error(`${String(error)}\n${odd.slice(0, 20).join('\n')}`);
  });
}

/** Files that no row leads to, and rows whose files are not there. */
async function oddFiles(stack: Stack): Promise<string[]> {
  const rows = await keysOf(stack);
  const needed = new Set(
    rows.flatMap((row) => [row.parquet_key, row.rejects_key]).filter((key) => key !== null),
  );
  // A job whose upload was refused has no raw file.
  const known = new Set(rows.map((row) => row.object_key));
  const found = new Set([
    ...(await filesBelow(stack, 'parsed')),
    ...(await filesBelow(stack, 'rejects')),
    ...(await filesBelow(stack, 'raw-logs')),
  ]);
  return [
    ...[...found].filter((key) => !needed.has(key) && !known.has(key)).map((key) => `orphan: ${key}`),
    ...[...needed].filter((key) => !found.has(key)).map((key) => `missing: ${key}`),
  ];
}

/** Where objects lie, for all jobs or for some. */
export function keysOf(stack: Stack, jobIds?: readonly string[]): Promise<KeysOfJob[]> {
  return stack.query(
    `SELECT j.job_id, j.status, u.object_key, j.parquet_key, j.rejects_key
     FROM jobs j JOIN file_uploads u ON u.job_id = j.job_id
     WHERE $1::uuid[] IS NULL OR j.job_id = ANY ($1)`,
    [jobIds ?? null],
  );
}

/** Young files are never taken for left behind; these are old from now on. */
async function ageResults(stack: Stack): Promise<void> {
  const longAgo = new Date(Date.now() - 3_600_000);
  for (const folder of RESULT_FOLDERS) {
    for (const key of await filesBelow(stack, folder)) {
      await utimes(join(stack.storageDir, key), longAgo, longAgo).catch(() => undefined);
    }
  }
}

async function filesBelow(stack: Stack, folder: string): Promise<string[]> {
  const entries = await readdir(join(stack.storageDir, folder), { recursive: true }).catch(() => []);
  return entries.filter((path) => /\.\w+$/.test(path)).map((path) => `${folder}/${path}`);
}
