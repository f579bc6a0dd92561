import { Injectable } from '@nestjs/common';
import { AppConfig } from '../common/config/app-config.js';
import type { ErrorCode } from '../common/errors/error-code.js';
import type { ClaimedRow } from './claim-fairest.sql.js';
import type { LogFormat, OnError } from './dto/job-status.js';
import { JobCountsRepository } from './job-counts.repository.js';
import {
  type AttemptResult,
  type FailureReport,
  JobLifecycleRepository,
} from './job-lifecycle.repository.js';
import { JobQueue } from './job-queue.js';
import { ObjectRemovals } from './object-removals.js';
import { retryDelayMs } from './retry-delay.js';

/** Where every job in sight was locked by another claim, the next look finds out whether one is left. */
const CLAIM_ATTEMPTS = 5;

/** A job that this worker holds, with all it needs to process the file. */
export interface ClaimedJob {
  readonly jobId: string;
  readonly attempt: number;
  /** Retries that were used up before this attempt. */
  readonly retryCount: number;
  readonly createdAt: Date;
  /** The trace that queued it; null while traces are off. */
  readonly traceparent: string | null;
  readonly objectKey: string;
  readonly etag: string | null;
  readonly fileSize: number;
  readonly sha256: string | null;
  readonly logFormat: LogFormat;
  readonly timezone: string;
  readonly onError: OnError;
  readonly maxRejects: number | null;
  readonly labels: Readonly<Record<string, string>>;
}

/** Why an attempt did not succeed. */
export interface AttemptFailure {
  readonly code: ErrorCode;
  readonly message: string;
}

export type { FailureReport } from './job-lifecycle.repository.js';

/** The worker's side of a job: claim, heartbeat, finish. Each call tells whether it took effect. */
@Injectable()
export class JobDeliveryService {
  constructor(
    private readonly lifecycle: JobLifecycleRepository,
    private readonly queue: JobQueue,
    private readonly removals: ObjectRemovals,
    private readonly counts: JobCountsRepository,
    private readonly config: AppConfig,
  ) {}

  /** Takes the job whose turn it is; null when none waits. */
  async claimNext(): Promise<ClaimedJob | null> {
    for (let attempt = 1; attempt <= CLAIM_ATTEMPTS; attempt += 1) {
      const row = await this.lifecycle.claimNext();
      if (row !== null) return toClaimedJob(row);
      if (!(await this.lifecycle.isAnyWaiting())) return null;
    }
    return null;
  }

  /** @param progress - percent */
  beat(job: ClaimedJob, progress: number): Promise<boolean> {
    return this.lifecycle.beat(job.jobId, job.attempt, progress);
  }

  /** Whether the job still is this attempt's; a cancelled or removed one is not. */
  isHeld(job: ClaimedJob): Promise<boolean> {
    return this.lifecycle.isHeld(job.jobId, job.attempt);
  }

  complete(job: ClaimedJob, result: AttemptResult): Promise<boolean> {
    return this.lifecycle.complete(job.jobId, job.attempt, result);
  }

  /** Gives up for good. */
  fail(job: ClaimedJob, failure: AttemptFailure, report: FailureReport | null = null): Promise<boolean> {
    return this.lifecycle.fail(job.jobId, job.attempt, failure.code, failure.message, report);
  }

  /**
   * Queues the job again after a growing pause, or fails it when its retries are used up.
   *
   * @returns what became of the job; `lost` when it is no longer this attempt's
   */
  async retryOrFail(job: ClaimedJob, failure: AttemptFailure): Promise<'queued' | 'failed' | 'lost'> {
    const { maxRetries, retryDelayMs: firstDelayMs } = this.config.worker;
    const delayMs = retryDelayMs(firstDelayMs, job.retryCount + 1);
    const { code, message } = failure;
    if (await this.lifecycle.retryLater(job.jobId, job.attempt, maxRetries, delayMs, code, message)) {
      await this.queue.sendOrLeave(job, delayMs);
      return 'queued';
    }
    return (await this.fail(job, failure)) ? 'failed' : 'lost';
  }

  /** Gives the job to another worker at once; it costs no retry. */
  async handBack(job: ClaimedJob): Promise<boolean> {
    const queued = await this.lifecycle.handBack(job.jobId, job.attempt);
    if (queued) await this.queue.sendOrLeave(job);
    return queued;
  }

  /** Whether the results that this attempt wrote can never become visible, and may be removed. */
  isAbandoned(
    job: ClaimedJob,
    keys: { readonly parquetKey: string; readonly rejectsKey: string },
  ): Promise<boolean> {
    return this.lifecycle.isAbandoned(job.jobId, job.attempt, keys);
  }

  /** Whether a job has been there to be claimed for so long. */
  hasWorkWaitingFor(waitMs: number): Promise<boolean> {
    return this.counts.hasWaitedFor(waitMs);
  }

  /** Removes results that were never visible; what cannot be removed now is removed later. */
  discard(keys: readonly string[]): Promise<void> {
    return this.removals.discard(keys);
  }
}

function toClaimedJob(row: ClaimedRow): ClaimedJob {
  return {
    jobId: row.job_id,
    attempt: row.attempt,
    retryCount: row.retry_count,
    createdAt: row.created_at,
    traceparent: row.traceparent,
    objectKey: row.object_key,
    etag: row.etag,
    fileSize: Number(row.file_size),
    sha256: row.sha256,
    logFormat: row.log_format,
    timezone: row.timezone,
    onError: row.on_error,
    maxRejects: row.max_rejects,
    labels: row.labels,
  };
}
