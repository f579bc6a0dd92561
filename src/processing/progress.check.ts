import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { AppConfig } from '../common/config/app-config.js';
import { LivenessChecks } from '../common/lifecycle/liveness-checks.js';
import { withinTime } from '../common/within-time.js';
import { JobDeliveryService } from '../jobs/job-delivery.service.js';

const ANSWER_MS = 1_000;

/**
 * Says that a worker is stuck: it has nothing to do and has taken no entry for a while, though work waits. A consumer
 * can hang so after an outage of Redis with every connection looking well. Where nobody can be asked whether work waits,
 * a part is away, which no restart cures.
 */
@Injectable()
export class ProgressCheck implements OnApplicationBootstrap {
  private running = 0;
  private movedAt = performance.now();

  constructor(
    private readonly delivery: JobDeliveryService,
    private readonly checks: LivenessChecks,
    private readonly config: AppConfig,
  ) {}

  onApplicationBootstrap(): void {
    this.checks.add(() => this.check());
  }

  /** An entry was taken from the queue, whatever becomes of it. */
  took(): void {
    this.running += 1;
    this.movedAt = performance.now();
  }

  finished(): void {
    this.running -= 1;
    this.movedAt = performance.now();
  }

  async check(): Promise<string | null> {
    const { stuckAfterMs } = this.config.worker;
    if (this.running > 0 || performance.now() - this.movedAt < stuckAfterMs) return null;
    const waits = await withinTime(this.delivery.hasWorkWaitingFor(stuckAfterMs), ANSWER_MS).catch(
      () => false,
    );
    return waits ? `work is waiting and none was taken for ${stuckAfterMs / 1000} s` : null;
  }
}
