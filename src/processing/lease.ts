import type { Logger } from 'pino';
import type { ClaimedJob, JobDeliveryService } from '../jobs/job-delivery.service.js';
import { LeaseLostError } from './errors.js';

/** How often the row is looked at, at least: who cancels a job sees it stop within two seconds. */
const LOOK_INTERVAL_MS = 1_000;

/**
 * Holds a claimed job: says at a steady pace that the attempt still runs and how far it is, and looks in between whether
 * the job still is this attempt's. When it is not, or nothing could be asked for a whole lease, the signal is aborted:
 * it was cancelled or removed, or somebody else may be working on it already.
 */
export class Lease {
  private readonly abort = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private confirmedAt = performance.now();
  private beatAt = this.confirmedAt;
  private percent = 0;
  private asking = false;

  constructor(
    private readonly job: ClaimedJob,
    private readonly delivery: JobDeliveryService,
    private readonly timing: { readonly heartbeatMs: number; readonly leaseMs: number },
    private readonly logger: Logger,
  ) {
    this.timer = setInterval(() => void this.ask(), Math.min(timing.heartbeatMs, LOOK_INTERVAL_MS));
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

  private async ask(): Promise<void> {
    if (performance.now() - this.confirmedAt > this.timing.leaseMs) this.lose();
    if (this.asking || this.abort.signal.aborted) return;
    this.asking = true;
    try {
      if (!(await this.isStillOurs())) this.lose();
    } catch (error) {
      this.logger.warn({ err: error, job_id: this.job.jobId }, 'heartbeat failed');
    } finally {
      this.asking = false;
    }
  }

  /** A heartbeat when it is time for one, else a look, which writes nothing and therefore renews nothing. */
  private async isStillOurs(): Promise<boolean> {
    const startedAt = performance.now();
    // Looks and heartbeats share one timer, which is never quite on time.
    if (startedAt - this.beatAt < this.timing.heartbeatMs - LOOK_INTERVAL_MS / 2) {
      return this.delivery.isHeld(this.job);
    }
    const held = await this.delivery.beat(this.job, this.percent);
    if (held) this.confirmedAt = this.beatAt = startedAt;
    return held;
  }

  private lose(): void {
    this.release();
    this.abort.abort(new LeaseLostError());
  }
}
