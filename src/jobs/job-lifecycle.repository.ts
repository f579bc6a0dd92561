import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { JobStatisticsDto } from './dto/job-statistics.dto.js';

/** A job's row after a transition, as far as its delivery needs it. */
export interface DeliverableJob {
  readonly jobId: string;
  readonly attempt: number;
}

/** What a finished attempt leaves behind. */
export interface AttemptResult {
  readonly statistics: JobStatisticsDto;
  readonly parquetKey: string;
  readonly rejectsKey: string;
}

/** What an attempt that was refused had read until then. */
export interface FailureReport {
  readonly statistics: JobStatisticsDto;
  /** Key of its rejects, null where none were written. */
  readonly rejectsKey: string | null;
}

/** The queue measures a pause by another clock than the database's. */
const CLAIM_TOLERANCE_MS = 1_000;
/** Expired uploads of one round; the others wait for the next. */
const EXPIRY_BATCH = 200;

interface SweptRow {
  readonly job_id: string;
  readonly attempt: number;
  readonly status: string;
}

/**
 * Every change of a job's status, each one conditional statement: zero rows mean that somebody else was first. Times are
 * the database's own, so that the clocks of processes do not matter.
 */
@Injectable()
export class JobLifecycleRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** CREATED → QUEUED, pinning the object that was seen; true for the one caller who did it. */
  async queueCreated(jobId: string, etag: string): Promise<boolean> {
    const rows = await this.database.query<unknown[]>(
      `WITH moved AS (
         UPDATE jobs SET status = 'QUEUED', queued_at = now(), available_at = now(), updated_at = now()
         WHERE job_id = $1 AND status = 'CREATED'
         RETURNING job_id
       ), pinned AS (
         UPDATE file_uploads SET etag = $2 FROM moved WHERE file_uploads.job_id = moved.job_id
       )
       SELECT job_id FROM moved`,
      [jobId, etag],
    );
    return rows.length === 1;
  }

  /** CREATED → FAILED. */
  async failCreated(jobId: string, code: string, message: string): Promise<boolean> {
    return this.changed(
      `UPDATE jobs SET status = 'FAILED', error_code = $2, error_message = $3, finished_at = now(), updated_at = now()
       WHERE job_id = $1 AND status = 'CREATED'
       RETURNING job_id`,
      [jobId, code, message],
    );
  }

  /** QUEUED → PROCESSING once it is available; the new attempt number for the one who got it, null for everybody else. */
  async claim(jobId: string): Promise<number | null> {
    const rows = await this.returning<{ attempt: number }>(
      `UPDATE jobs
       SET status = 'PROCESSING', attempt = attempt + 1, progress = 0, started_at = now(), heartbeat_at = now(),
           updated_at = now()
       WHERE job_id = $1 AND status = 'QUEUED' AND available_at <= now() + make_interval(secs => $2::double precision / 1000)
       RETURNING attempt`,
      [jobId, CLAIM_TOLERANCE_MS],
    );
    return rows[0]?.attempt ?? null;
  }

  /** Says that the attempt still runs; false when the job is no longer this attempt's. */
  async beat(jobId: string, attempt: number, progress: number): Promise<boolean> {
    return this.changed(
      `UPDATE jobs SET heartbeat_at = now(), progress = greatest(progress, $3), updated_at = now()
       WHERE job_id = $1 AND attempt = $2 AND status = 'PROCESSING'
       RETURNING job_id`,
      [jobId, attempt, progress],
    );
  }

  /** PROCESSING → COMPLETED; makes the results visible. */
  async complete(jobId: string, attempt: number, result: AttemptResult): Promise<boolean> {
    const { statistics, parquetKey, rejectsKey } = result;
    return this.changed(
      `UPDATE jobs
       SET status = 'COMPLETED', progress = 100, statistics = $3, parquet_key = $4, rejects_key = $5,
           first_timestamp = $6, last_timestamp = $7, error_code = NULL, error_message = NULL,
           finished_at = now(), updated_at = now()
       WHERE job_id = $1 AND attempt = $2 AND status = 'PROCESSING'
       RETURNING job_id`,
      [
        jobId,
        attempt,
        JSON.stringify(statistics),
        parquetKey,
        rejectsKey,
        statistics.first_timestamp,
        statistics.last_timestamp,
      ],
    );
  }

  /** PROCESSING → FAILED; `report` where lines had been read. */
  async fail(
    jobId: string,
    attempt: number,
    code: string,
    message: string,
    report: FailureReport | null,
  ): Promise<boolean> {
    return this.changed(
      `UPDATE jobs
       SET status = 'FAILED', error_code = $3, error_message = $4, statistics = $5, rejects_key = $6,
           finished_at = now(), updated_at = now()
       WHERE job_id = $1 AND attempt = $2 AND status = 'PROCESSING'
       RETURNING job_id`,
      [
        jobId,
        attempt,
        code,
        message,
        report === null ? null : JSON.stringify(report.statistics),
        report?.rejectsKey ?? null,
      ],
    );
  }

  /** PROCESSING → QUEUED after an error that may pass; false when the retries are used up or the job was lost. */
  async retryLater(
    jobId: string,
    attempt: number,
    maxRetries: number,
    delayMs: number,
    code: string,
    message: string,
  ): Promise<boolean> {
    return this.changed(
      `UPDATE jobs
       SET status = 'QUEUED', retry_count = retry_count + 1, progress = 0, error_code = $4, error_message = $5,
           queued_at = now(), available_at = now() + make_interval(secs => $3::double precision / 1000),
           heartbeat_at = NULL, updated_at = now()
       WHERE job_id = $1 AND attempt = $2 AND status = 'PROCESSING' AND retry_count < $6
       RETURNING job_id`,
      [jobId, attempt, delayMs, code, message, maxRetries],
    );
  }

  /** PROCESSING → QUEUED at once and without counting a retry: the worker was told to stop. */
  async handBack(jobId: string, attempt: number): Promise<boolean> {
    return this.changed(
      `UPDATE jobs
       SET status = 'QUEUED', progress = 0, queued_at = now(), available_at = now(), heartbeat_at = NULL,
           updated_at = now()
       WHERE job_id = $1 AND attempt = $2 AND status = 'PROCESSING'
       RETURNING job_id`,
      [jobId, attempt],
    );
  }

  /**
   * Whether results that this attempt wrote can never become visible: the row has left the attempt, and does not lead to
   * them. While it has not left, a completion whose answer was lost may still arrive.
   */
  async isAbandoned(
    jobId: string,
    attempt: number,
    keys: { readonly parquetKey: string; readonly rejectsKey: string },
  ): Promise<boolean> {
    const rows = await this.database.query<unknown[]>(
      `SELECT 1 FROM jobs
       WHERE job_id = $1 AND (parquet_key = $3 OR rejects_key = $4 OR (status = 'PROCESSING' AND attempt = $2))`,
      [jobId, attempt, keys.parquetKey, keys.rejectsKey],
    );
    return rows.length === 0;
  }

  /** QUEUED jobs that should have been claimed a while ago: their queue entry may be gone. */
  async listOverdue(overdueMs: number, limit: number): Promise<DeliverableJob[]> {
    const rows = await this.database.query<SweptRow[]>(
      `SELECT job_id, attempt, status FROM jobs
       WHERE status = 'QUEUED' AND available_at < now() - make_interval(secs => $1::double precision / 1000)
       ORDER BY available_at
       LIMIT $2`,
      [overdueMs, limit],
    );
    return rows.map(toDeliverable);
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
    const rows = await this.returning<SweptRow>(
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

  /** CREATED jobs whose upload time ended a while ago → FAILED; the keys of their objects, which may exist. */
  async expireUploads(graceMs: number): Promise<{ readonly jobId: string; readonly objectKey: string }[]> {
    const rows = await this.returning<{ job_id: string; object_key: string }>(
      `WITH expired AS (
         SELECT j.job_id, u.object_key FROM jobs j JOIN file_uploads u ON u.job_id = j.job_id
         WHERE j.status = 'CREATED' AND u.expires_at < now() - make_interval(secs => $1::double precision / 1000)
         LIMIT $2
       )
       UPDATE jobs
       SET status = 'FAILED', error_code = 'UPLOAD_EXPIRED',
           error_message = 'The upload was not completed in time.', finished_at = now(), updated_at = now()
       FROM expired
       WHERE jobs.job_id = expired.job_id AND jobs.status = 'CREATED'
       RETURNING jobs.job_id, expired.object_key`,
      [graceMs, EXPIRY_BATCH],
    );
    return rows.map((row) => ({ jobId: row.job_id, objectKey: row.object_key }));
  }

  private async changed(statement: string, parameters: unknown[]): Promise<boolean> {
    return (await this.returning(statement, parameters)).length > 0;
  }

  /** TypeORM answers an UPDATE with `[rows, count]`. */
  private async returning<Row>(statement: string, parameters: unknown[]): Promise<Row[]> {
    const [rows] = await this.database.query<[Row[], number]>(statement, parameters);
    return rows;
  }
}

function toDeliverable(row: SweptRow): DeliverableJob {
  return { jobId: row.job_id, attempt: row.attempt };
}
