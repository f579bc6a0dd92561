import { Injectable } from '@nestjs/common';
import { AppConfig } from '../common/config/app-config.js';
import { JobCountsRepository } from './job-counts.repository.js';
import {
  type AttemptResult,
  type FailureReport,
  JobLifecycleRepository,
} from './job-lifecycle.repository.js';
import { JobQueue } from './job-queue.js';
import type { LogFormat, OnError } from './dto/job-status.js';
import { JobsRepository } from './jobs.repository.js';
import { retryDelayMs } from './retry-delay.js';

/** How long a QUEUED job may wait before its queue entry is sent again; sending one that exists changes nothing. */
const OVERDUE_MS = 3_000;
const OVERDUE_BATCH = 500;

/** A job that this worker holds, with all it needs to process the file. */
export interface ClaimedJob {
  readonly jobId: string;
  readonly attempt: number;
  readonly createdAt: Date;
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

/** A job whose upload was never completed; its object may exist all the same. */
export interface ExpiredUpload {
  readonly jobId: string;
  readonly objectKey: string;
}

/** Why an attempt did not succeed. */
export interface AttemptFailure {
  readonly code: string;
  readonly message: string;
}

export type { FailureReport } from './job-lifecycle.repository.js';

/** The worker's side of a job: claim, heartbeat, finish, and the repairs. Each call tells whether it took effect. */
@Injectable()
export class JobDeliveryService {
  constructor(
    private readonly jobs: JobsRepository,
    private readonly lifecycle: JobLifecycleRepository,
    private readonly queue: JobQueue,
    private readonly counts: JobCountsRepository,
    private readonly config: AppConfig,
  ) {}

  /** Takes the job if nobody has; null otherwise. */
  async claim(jobId: string): Promise<ClaimedJob | null> {
    const attempt = await this.lifecycle.claim(jobId);
    if (attempt === null) return null;
    const job = await this.jobs.findOwned(jobId, null);
    if (job?.upload == null) return null;
    const { upload } = job;
    return {
      jobId,
      attempt,
      createdAt: job.createdAt,
      objectKey: upload.objectKey,
      etag: upload.etag,
      fileSize: upload.fileSize,
      sha256: upload.sha256,
      logFormat: upload.logFormat,
      timezone: upload.timezone,
      onError: upload.onError,
      maxRejects: upload.maxRejects,
      labels: upload.labels,
    };
  }

  /** @param progress - percent */
  beat(job: ClaimedJob, progress: number): Promise<boolean> {
    return this.lifecycle.beat(job.jobId, job.attempt, progress);
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
    const delayMs = retryDelayMs(firstDelayMs, job.attempt);
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

  /** Sends the entries of QUEUED jobs that nobody has claimed. @returns how many were sent */
  async sendOverdue(): Promise<number> {
    const overdue = await this.lifecycle.listOverdue(OVERDUE_MS, OVERDUE_BATCH);
    for (const job of overdue) await this.queue.send(job);
    return overdue.length;
  }

  /** Queues jobs again whose worker stopped answering, or fails them. @returns how many of each */
  async releaseStale(): Promise<{ readonly queued: number; readonly failed: number }> {
    const { leaseMs, maxRetries } = this.config.worker;
    const { queued, failed } = await this.lifecycle.releaseStale(leaseMs, maxRetries);
    for (const job of queued) await this.queue.sendOrLeave(job);
    return { queued: queued.length, failed: failed.length };
  }

  /** Whether a job has been there to be claimed for so long. */
  hasWorkWaitingFor(waitMs: number): Promise<boolean> {
    return this.counts.hasWaitedFor(waitMs);
  }

  /** Fails jobs whose upload was never completed. @returns the keys of their objects, which may exist */
  expireUploads(): Promise<readonly ExpiredUpload[]> {
    return this.lifecycle.expireUploads(this.config.ingest.uploadGraceMs);
  }
}
