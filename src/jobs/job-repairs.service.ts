import { Injectable } from '@nestjs/common';
import { AppConfig } from '../common/config/app-config.js';
import { RepairLog } from '../common/logging/repair-log.js';
import { JobQueue } from './job-queue.js';
import { JobRepairsRepository } from './job-repairs.repository.js';
import { ObjectRemovals } from './object-removals.js';

/** How long a QUEUED job may wait before somebody looks whether there is an entry for it. */
const OVERDUE_MS = 3_000;
/** Entries of one round; the others wait for the next. */
const OVERDUE_BATCH = 1_000;

/** Puts right what no request and no worker takes care of; every repair is recorded. */
@Injectable()
export class JobRepairsService {
  constructor(
    private readonly repository: JobRepairsRepository,
    private readonly queue: JobQueue,
    private readonly removals: ObjectRemovals,
    private readonly config: AppConfig,
    private readonly repairs: RepairLog,
  ) {}

  /** Queues jobs again whose worker stopped answering, or fails them when their retries are used up. */
  async releaseStale(): Promise<void> {
    const { leaseMs, maxRetries } = this.config.worker;
    const { queued, failed } = await this.repository.releaseStale(leaseMs, maxRetries);
    const idsOf = (jobs: typeof queued) => ({ job_ids: jobs.map((job) => job.jobId) });
    this.repairs.record('lost_worker_queued', queued.length, idsOf(queued));
    this.repairs.record('lost_worker_failed', failed.length, idsOf(failed));
    for (const job of queued) {
      // With Redis away each would wait for its time-out; they are sent when they are overdue.
      if (!(await this.queue.sendOrLeave(job))) break;
    }
  }

  /** Sees to it that there are entries for QUEUED jobs that nobody has claimed. */
  async sendOverdue(): Promise<void> {
    const overdue = await this.repository.countOverdue(OVERDUE_MS, OVERDUE_BATCH);
    if (overdue === 0) return;
    this.repairs.record('entry_sent_again', await this.queue.fillUp(overdue, OVERDUE_BATCH));
  }

  /** Fails jobs whose upload was never completed. */
  async expireUploads(): Promise<void> {
    const jobIds = await this.repository.expireUploads(this.config.ingest.uploadGraceMs);
    this.repairs.record('upload_expired', jobIds.length, { job_ids: jobIds });
  }

  /** Removes jobs that finished longer ago than they are kept. */
  async retireFinished(): Promise<void> {
    const { retentionDays } = this.config.housekeeping;
    if (retentionDays === 0) return;
    const jobIds = await this.repository.retireFinished(retentionDays);
    this.repairs.record('job_retired', jobIds.length, { job_ids: jobIds });
  }

  /** Removes objects whose job does not need them any more. */
  async removeObjects(signal: AbortSignal): Promise<void> {
    await this.removals.removeDue(signal, (count) => {
      this.repairs.record('object_removed', count);
    });
  }
}
