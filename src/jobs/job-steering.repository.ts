import { Injectable } from '@nestjs/common';
import { InjectEntityManager } from '@nestjs/typeorm';
import type { EntityManager } from 'typeorm';
import { prepared } from '../common/database/prepared.js';
import type { ErrorCode } from '../common/errors/error-code.js';
import { currentTraceparent } from '../common/tracing/traced.js';
import { hasFewerThan } from './count-jobs.sql.js';
import { type FilesOfJob, scheduleFiles, type ScheduledKeys, scheduleRemoval } from './object-removal.sql.js';

const QUEUE_CREATED = prepared(
  'queue_created',
  `WITH moved AS (
     UPDATE jobs SET status = 'QUEUED', queued_at = now(), available_at = now(), updated_at = now(), traceparent = $3
     WHERE job_id = $1 AND status = 'CREATED' AND ${hasFewerThan('jobs.owner_id', 'QUEUED', '$4')}
     RETURNING job_id
   )
   UPDATE file_uploads u SET etag = $2 FROM moved WHERE u.job_id = moved.job_id
   RETURNING u.job_id`,
);

/**
 * What people do to a job's status: complete, retry, cancel, remove. Each change is conditional, as those of workers are,
 * and takes the transaction that it is part of, so that its effects and the answer that is kept for it happen together.
 */
@Injectable()
export class JobSteeringRepository {
  constructor(@InjectEntityManager() private readonly entities: EntityManager) {}

  /**
   * CREATED → QUEUED, pinning the object that was seen; true for the one caller who did it.
   *
   * @param below - nothing is done where the owner has so many queued jobs
   */
  async queueCreated(
    jobId: string,
    etag: string,
    below: number,
    manager: EntityManager = this.entities,
  ): Promise<boolean> {
    const pinned = await changed(manager, QUEUE_CREATED, [jobId, etag, currentTraceparent() ?? null, below]);
    return pinned.length > 0;
  }

  /** CREATED → FAILED, with its object to be removed; null for everybody but the one caller who did it. */
  async failCreated(
    manager: EntityManager,
    jobId: string,
    code: ErrorCode,
    message: string,
  ): Promise<ScheduledKeys | null> {
    const failed = await changed(
      manager,
      `UPDATE jobs SET status = 'FAILED', error_code = $2, error_message = $3, finished_at = now(), updated_at = now()
       WHERE job_id = $1 AND status = 'CREATED'
       RETURNING job_id`,
      [jobId, code, message],
    );
    return failed.length === 0 ? null : this.scheduleUpload(manager, jobId);
  }

  /**
   * FAILED → QUEUED with all its retries, where the file that `complete` pinned is the one with this etag. What the last
   * attempt reported is scheduled for removal.
   */
  async retryFailed(
    manager: EntityManager,
    jobId: string,
    etag: string,
  ): Promise<{ attempt: number } | null> {
    const [retried] = await changed<{ attempt: number; rejects_key: string | null }>(
      manager,
      `UPDATE jobs
       SET status = 'QUEUED', retry_count = 0, rejects_key = NULL, progress = 0, error_code = NULL, error_message = NULL, statistics = NULL,
           queued_at = now(), available_at = now(), started_at = NULL, heartbeat_at = NULL, finished_at = NULL,
           updated_at = now(), traceparent = $3
       FROM (
         SELECT job_id, rejects_key FROM jobs WHERE job_id = $1 AND status = 'FAILED' FOR UPDATE
       ) before
       JOIN file_uploads u ON u.job_id = before.job_id
       WHERE jobs.job_id = before.job_id AND u.etag = $2
       RETURNING jobs.attempt, before.rejects_key`,
      [jobId, etag, currentTraceparent() ?? null],
    );
    if (retried === undefined) return null;
    const { attempt, rejects_key: key } = retried;
    if (key !== null) await scheduleRemoval(manager, [{ key, repeatUntil: null }]);
    return { attempt };
  }

  /**
   * Anything unfinished → FAILED. The upload of a job that was not completed is scheduled for removal; that of any other
   * stays, so that the job can be retried.
   */
  async cancel(
    manager: EntityManager,
    jobId: string,
    code: ErrorCode,
    message: string,
  ): Promise<ScheduledKeys | null> {
    const rows = await changed<{ was: string }>(
      manager,
      `UPDATE jobs
       SET status = 'FAILED', error_code = $2, error_message = $3, heartbeat_at = NULL, finished_at = now(),
           updated_at = now()
       FROM (
         SELECT job_id, status FROM jobs
         WHERE job_id = $1 AND status IN ('CREATED', 'QUEUED', 'PROCESSING')
         FOR UPDATE
       ) before
       WHERE jobs.job_id = before.job_id
       RETURNING before.status AS was`,
      [jobId, code, message],
    );
    if (rows[0] === undefined) return null;
    return rows[0].was === 'CREATED' ? this.scheduleUpload(manager, jobId) : [];
  }

  /** Removes the row, and schedules its files; null when there is none. Whoever works on it can change nothing any more. */
  async remove(manager: EntityManager, jobId: string): Promise<ScheduledKeys | null> {
    const [files] = await manager.query<FilesOfJob[]>(
      `SELECT u.object_key, j.parquet_key, j.rejects_key, u.expires_at, u.multipart_upload_id
       FROM jobs j JOIN file_uploads u ON u.job_id = j.job_id
       WHERE j.job_id = $1
       FOR UPDATE OF j`,
      [jobId],
    );
    if (files === undefined) return null;
    await manager.query(`DELETE FROM jobs WHERE job_id = $1`, [jobId]);
    return scheduleFiles(manager, [files]);
  }

  private async scheduleUpload(manager: EntityManager, jobId: string): Promise<ScheduledKeys> {
    const files = await manager.query<FilesOfJob[]>(
      `SELECT object_key, NULL AS parquet_key, NULL AS rejects_key, expires_at, multipart_upload_id
       FROM file_uploads WHERE job_id = $1`,
      [jobId],
    );
    return scheduleFiles(manager, files);
  }
}

/** TypeORM answers an UPDATE with `[rows, count]`. */
async function changed<Row>(
  manager: EntityManager,
  statement: string,
  parameters: unknown[],
): Promise<Row[]> {
  const [rows] = await manager.query<[Row[], number]>(statement, parameters);
  return rows;
}
