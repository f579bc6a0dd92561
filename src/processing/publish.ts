import type { Storage } from '../common/storage/storage.js';
import type { ClaimedJob } from '../jobs/job-delivery.service.js';
import type { ParseSuccess, RejectsFile } from '../parsing/parsing.service.js';

/** Keys of an attempt's results. */
export interface PublishedKeys {
  readonly parquetKey: string;
  readonly rejectsKey: string;
}

/**
 * Writes the results under names of this attempt, in a Hive-style layout by date of ingest (UTC), so that external
 * engines can prune. Nobody is led to them before the update that completes the job.
 */
export async function publishResults(
  storage: Storage,
  job: ClaimedJob,
  parsed: ParseSuccess,
  signal: AbortSignal,
): Promise<PublishedKeys> {
  const keys = resultKeys(job);
  await storage.writeFile(keys.parquetKey, parsed.parquetPath, 'application/vnd.apache.parquet', signal);
  await storage.writeFile(keys.rejectsKey, parsed.rejectsPath, 'application/x-ndjson', signal);
  return keys;
}

/** Writes the rejects of an attempt that was refused; the update that fails the job leads to them. */
export async function publishRejects(
  storage: Storage,
  job: ClaimedJob,
  { path }: RejectsFile,
  signal: AbortSignal,
): Promise<string> {
  const { rejectsKey } = resultKeys(job);
  await storage.writeFile(rejectsKey, path, 'application/x-ndjson', signal);
  return rejectsKey;
}

/** Where this attempt writes, whether it gets there or not. */
export function resultKeys(job: ClaimedJob): PublishedKeys {
  const date = job.createdAt.toISOString().slice(0, 10);
  const stem = `ingest_date=${date}/job_id=${job.jobId}/attempt-${job.attempt}`;
  return { parquetKey: `parsed/${stem}.parquet`, rejectsKey: `rejects/${stem}.ndjson` };
}
