import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { DeliverableJob } from './job-queue.js';
import { type FilesOfJob, scheduleFiles } from './object-removal.sql.js';

/** Jobs of one round; the others wait for the next. */
const ROUND = 200;

interface SweptRow {
  readonly job_id: string;
  readonly attempt: number;
  readonly status: string;
}

/** What the sweeper does to jobs that nobody takes care of. Each statement can be repeated, and be run by two at once. */
@Injectable()
export class JobRepairsRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** How many QUEUED jobs should have been claimed a while ago, counted up to a limit. */
  async countOverdue(overdueMs: number, limit: number): Promise<number> {
    const [row] = await this.database.query<{ overdue: number }[]>(
      `SELECT count(*)::int AS overdue FROM (
         SELECT 1 FROM jobs
         WHERE status = 'QUEUED' AND available_at < now() - make_interval(secs => $1::double precision / 1000)
         LIMIT $2
       ) AS counted`,
      [overdueMs, limit],
    );
    return row?.overdue ?? 0;
  }

  /**
   * PROCESSING without a heartbeat → QUEUED, which counts a retry, or FAILED when the retries are used up.
   *
   * @returns the jobs that are QUEUED again, and those that FAILED
   */
  async releaseStale(
    leaseMs: number,
    maxRetries: number,
  ): Promise<{ readonly queued: DeliverableJob[]; readonly failed: DeliverableJob[] }> {
    const [rows] = await this.database.query<[SweptRow[], number]>(
      `UPDATE jobs
       SET status = CASE WHEN retry_count < $2 THEN 'QUEUED' ELSE 'FAILED' END,
           finished_at = CASE WHEN retry_count < $2 THEN NULL ELSE now() END,
           retry_count = least(retry_count + 1, $2),
           progress = CASE WHEN retry_count < $2 THEN 0 ELSE progress END,
           error_code = 'WORKER_LOST',
           error_message = 'The worker that processed the file stopped answering.',
           queued_at = CASE WHEN retry_count < $2 THEN now() ELSE queued_at END,
           available_at = CASE WHEN retry_count < $2 THEN now() ELSE available_at END,
           heartbeat_at = NULL, updated_at = now()
       WHERE status = 'PROCESSING' AND heartbeat_at < now() - make_interval(secs => $1::double precision / 1000)
       RETURNING job_id, attempt, status`,
      [leaseMs, maxRetries],
    );
    return {
      queued: rows.filter((row) => row.status === 'QUEUED').map(toDeliverable),
      failed: rows.filter((row) => row.status === 'FAILED').map(toDeliverable),
    };
  }

  /** CREATED jobs whose upload time ended a while ago → FAILED, their objects to be removed. @returns their ids */
  async expireUploads(graceMs: number): Promise<string[]> {
    return this.database.transaction(async (manager) => {
      const [rows] = await manager.query<[(FilesOfJob & { job_id: string })[], number]>(
        `WITH expired AS (
           SELECT j.job_id, u.object_key, u.expires_at, u.multipart_upload_id
           FROM jobs j JOIN file_uploads u ON u.job_id = j.job_id
           WHERE j.status = 'CREATED' AND u.expires_at < now() - make_interval(secs => $1::double precision / 1000)
           LIMIT $2
         )
         UPDATE jobs
         SET status = 'FAILED', error_code = 'UPLOAD_EXPIRED',
             error_message = 'The upload was not completed in time.', finished_at = now(), updated_at = now()
         FROM expired
         WHERE jobs.job_id = expired.job_id AND jobs.status = 'CREATED'
         RETURNING jobs.job_id, expired.object_key, NULL AS parquet_key, NULL AS rejects_key, expired.expires_at,
                   expired.multipart_upload_id`,
        [graceMs, ROUND],
      );
      await scheduleFiles(manager, rows);
      return rows.map((row) => row.job_id);
    });
  }

  /** Removes jobs that finished so many days ago, their files to be removed. @returns their ids */
  async retireFinished(days: number): Promise<string[]> {
    return this.database.transaction(async (manager) => {
      const rows = await manager.query<(FilesOfJob & { job_id: string })[]>(
        `SELECT j.job_id, u.object_key, j.parquet_key, j.rejects_key, u.expires_at, u.multipart_upload_id
         FROM jobs j JOIN file_uploads u ON u.job_id = j.job_id
         WHERE j.finished_at < now() - make_interval(days => $1)
         ORDER BY j.finished_at
         LIMIT $2
         FOR UPDATE OF j SKIP LOCKED`,
        [days, ROUND],
      );
      const jobIds = rows.map((row) => row.job_id);
      await manager.query(`DELETE FROM jobs WHERE job_id = ANY ($1)`, [jobIds]);
      await scheduleFiles(manager, rows);
      return jobIds;
    });
  }
}

function toDeliverable(row: SweptRow): DeliverableJob {
  return { jobId: row.job_id, attempt: row.attempt };
}
