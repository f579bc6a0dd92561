import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { ErrorCode } from '../common/errors/error-code.js';
import { CLAIM_FAIREST, type ClaimedRow } from './claim-fairest.sql.js';
import type { JobStatisticsDto } from './dto/job-statistics.dto.js';

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

/**
 * What a worker does to a job's status, each change one conditional statement: zero rows mean that somebody else was
 * first. Whoever holds a job carries its attempt number. Times are the database's own, so that the clocks of processes do
 * not matter. What people ask for is in `JobSteeringRepository`, what the sweeper does in `JobRepairsRepository`.
 */
@Injectable()
export class JobLifecycleRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** QUEUED → PROCESSING for the job whose turn it is; null when none can be had now. */
  async claimNext(): Promise<ClaimedRow | null> {
    const rows = await this.returning<ClaimedRow>(CLAIM_FAIREST, [CLAIM_TOLERANCE_MS]);
    return rows[0] ?? null;
  }

  /** Whether any job waits for a worker. */
  async isAnyWaiting(): Promise<boolean> {
    const [row] = await this.database.query<{ waiting: boolean }[]>(
      `SELECT EXISTS (SELECT 1 FROM jobs WHERE status = 'QUEUED' AND available_at <= now()) AS waiting`,
    );
    return row?.waiting === true;
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

  /** Whether the job still is this attempt's. */
  async isHeld(jobId: string, attempt: number): Promise<boolean> {
    const rows = await this.database.query<unknown[]>(
      `SELECT 1 FROM jobs WHERE job_id = $1 AND attempt = $2 AND status = 'PROCESSING'`,
      [jobId, attempt],
    );
    return rows.length > 0;
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
    code: ErrorCode,
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
    code: ErrorCode,
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

  private async changed(statement: string, parameters: unknown[]): Promise<boolean> {
    return (await this.returning(statement, parameters)).length > 0;
  }

  /** TypeORM answers an UPDATE with `[rows, count]`. */
  private async returning<Row>(statement: string, parameters: unknown[]): Promise<Row[]> {
    const [rows] = await this.database.query<[Row[], number]>(statement, parameters);
    return rows;
  }
}
