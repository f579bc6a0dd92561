import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import { AppConfig } from '../common/config/app-config.js';
import { ADVISORY_LOCKS, ifAlone } from '../common/database/advisory-lock.js';
import { IdempotencyService } from '../common/idempotency/idempotency.service.js';
import { InjectLogger } from '../common/logging/inject-logger.js';
import { RepairLog } from '../common/logging/repair-log.js';
import { PeriodicTask } from '../common/scheduling/periodic-task.js';
import { Storage } from '../common/storage/storage.js';
import { JobRepairsService } from '../jobs/job-repairs.service.js';
import { StorageScanService } from '../jobs/storage-scan.service.js';
import { Scratch } from './scratch.js';

/** Longest time that one chore waits for storage. */
const CHORE_TIMEOUT_MS = 10_000;

/**
 * Takes away what nobody needs any more, one sweeper at a time across the fleet: files of removed jobs, jobs past their
 * retention, objects without a row, forgotten idempotency keys; and on each worker's own disk, scratch of dead processes.
 * A chore that fails, because storage is away for example, does not keep the others from being done.
 */
@Injectable()
export class StorageSweeper implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly task: PeriodicTask;

  constructor(
    private readonly jobs: JobRepairsService,
    private readonly scan: StorageScanService,
    private readonly storage: Storage,
    private readonly idempotency: IdempotencyService,
    private readonly scratch: Scratch,
    private readonly repairs: RepairLog,
    private readonly config: AppConfig,
    @InjectLogger() private readonly logger: Logger,
  ) {
    this.task = new PeriodicTask(
      'storage',
      config.worker.sweepIntervalMs,
      (stopping) => this.sweep(stopping),
      logger,
    );
  }

  onApplicationBootstrap(): void {
    this.task.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.task.stop();
  }

  /** One round; what concerns the whole fleet is left out when another process is at it. */
  async sweep(stopping: AbortSignal): Promise<void> {
    await this.attempt('scratch', stopping, () => this.clearScratch());
    await ifAlone(this.config.database, ADVISORY_LOCKS.storageSweeper, async () => {
      await this.attempt('removals', stopping, (signal) => this.jobs.removeObjects(signal));
      await this.attempt('retention', stopping, () => this.jobs.retireFinished());
      await this.attempt('keys', stopping, () => this.forgetKeys());
      await this.attempt('leftovers', stopping, () => this.storage.removeLeftovers());
      await this.attempt('scan', stopping, (signal) => this.scan.scanPages(signal));
    });
  }

  private async attempt(
    chore: string,
    stopping: AbortSignal,
    work: (signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    if (stopping.aborted) return;
    try {
      await work(AbortSignal.any([stopping, AbortSignal.timeout(CHORE_TIMEOUT_MS)]));
    } catch (error) {
      this.logger.warn({ err: error, chore }, 'a chore was not done; the next round tries again');
    }
  }

  private async clearScratch(): Promise<void> {
    this.repairs.record('scratch_removed', await this.scratch.clearAbandoned());
  }

  private async forgetKeys(): Promise<void> {
    this.repairs.record('idempotency_key_removed', await this.idempotency.removeExpired());
  }
}
