import type { Logger } from 'pino';
import type { ClaimedJob, JobDeliveryService } from '../jobs/job-delivery.service.js';
import { LeaseLostError } from './errors.js';

/**
 * Holds a claimed job: says at a steady pace that the attempt still runs and how far it is. When the row says that the
 * job is no longer this attempt's, or nothing could be said for a whole lease, the signal is aborted: somebody else may
 * be working on it already.
 */
export class Lease {
  private readonly abort = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private confirmedAt = performance.now();
  private percent = 0;
  private beating = false;

  constructor(
    private readonly job: ClaimedJob,
    private readonly delivery: JobDeliveryService,
    private readonly timing: { readonly heartbeatMs: number; readonly leaseMs: number },
    private readonly logger: Logger,
  ) {
    this.timer = setInterval(() => void this.beat(), timing.heartbeatMs);
  }

  /** Aborted with LeaseLostError when the job is lost. */
  get signal(): AbortSignal {
    return this.abort.signal;
  }

  /** @param percent - sent with the next heartbeat */
  reportProgress(percent: number): void {
    this.percent = Math.max(this.percent, Math.min(99, Math.floor(percent)));
  }

  release(): void {
    clearInterval(this.timer);
  }

  private async beat(): Promise<void> {
    if (performance.now() - this.confirmedAt > this.timing.leaseMs) this.lose();
    if (this.beating || this.abort.signal.aborted) return;
    this.beating = true;
    const startedAt = performance.now();
    try {
      if (await this.delivery.beat(this.job, this.percent)) this.confirmedAt = startedAt;
      else this.lose();
    } catch (error) {
      this.logger.warn({ err: error, job_id: this.job.jobId }, 'heartbeat failed');
    } finally {
      this.beating = false;
    }
  }

  private lose(): void {
    this.release();
    this.abort.abort(new LeaseLostError());
  }
}
