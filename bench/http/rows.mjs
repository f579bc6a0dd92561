// The rows and files that the requests are about.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { JOB_EXAMPLE } from '../../dist/src/jobs/job.example.js';

/** Finished jobs of a user, with the statistics that such a job has. @returns the id of one of them */
export async function seedFinishedJobs(database, ownerId, count) {
  const ids = Array.from({ length: count }, () => uuidv7());
  await database.query(
    `INSERT INTO jobs (job_id, owner_id, job_type, source, status, progress, attempt, statistics, parquet_key, rejects_key,
                       created_at, queued_at, available_at, started_at, heartbeat_at, finished_at)
     SELECT job_id, $2, 'FILE_UPLOAD', 'api', 'COMPLETED', 100, 1, $3, 'parsed/a.parquet', 'parsed/a.ndjson',
            t, t, t, t, t, t
     FROM (SELECT job_id, now() - ordinality * interval '1 second' AS t
           FROM unnest($1::uuid[]) WITH ORDINALITY AS given(job_id, ordinality)) AS made`,
    [ids, ownerId, JSON.stringify(JOB_EXAMPLE.statistics)],
  );
  await insertUploads(database, ids, JOB_EXAMPLE.file.size, (id) => `/storage/raw-logs/${id}.log`);
  return ids[Math.floor(count / 2)];
}

/** Jobs that wait for `complete`, each with its file of one byte. @returns their ids */
export async function seedPendingUploads(database, ownerId, count, storageDir) {
  const ids = Array.from({ length: count }, () => uuidv7());
  await database.query(
    `INSERT INTO jobs (job_id, owner_id, job_type, source, status)
     SELECT job_id, $2, 'FILE_UPLOAD', 'api', 'CREATED' FROM unnest($1::uuid[]) AS given(job_id)`,
    [ids, ownerId],
  );
  await insertUploads(database, ids, 1, (id) => join(storageDir, `raw-logs/${id}.log`));
  mkdirSync(join(storageDir, 'raw-logs'), { recursive: true });
  for (const id of ids) writeFileSync(join(storageDir, `raw-logs/${id}.log`), 'x');
  return ids;
}

/** So that every measurement begins with no open upload and no queued job, as far from the bounds as the others. */
export async function finishUnfinishedJobs(database) {
  await database.query(
    `UPDATE jobs SET status = 'FAILED', error_code = 'BENCH', error_message = 'over', finished_at = now() WHERE status IN ('CREATED', 'QUEUED')`,
  );
  await database.query('VACUUM ANALYZE jobs, file_uploads');
}

async function insertUploads(database, ids, bytes, pathOf) {
  await database.query(
    `INSERT INTO file_uploads (job_id, storage_type, object_key, local_path, original_filename, file_size, log_format,
                               timezone, on_error, labels, expires_at)
     SELECT job_id, 'LOCAL', 'raw-logs/' || job_id || '.log', path, 'access.log', $3, 'auto', 'UTC', 'continue',
            '{"env": "prod"}', now() + interval '1 hour'
     FROM unnest($1::uuid[], $2::text[]) AS given(job_id, path)`,
    [ids, ids.map(pathOf), bytes],
  );
}
