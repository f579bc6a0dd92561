import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import { AppConfig } from '../common/config/app-config.js';
import { ADVISORY_LOCKS, ifAlone } from '../common/database/advisory-lock.js';
import { InjectLogger } from '../common/logging/inject-logger.js';
import { PeriodicTask } from '../common/scheduling/periodic-task.js';
import { JobRepairsService } from '../jobs/job-repairs.service.js';

/**
 * Closes every gap between row and queue, one sweeper at a time across the fleet: QUEUED jobs whose entry is gone,
 * PROCESSING jobs whose worker is gone, CREATED jobs whose upload time is over. What needs storage is done by the
 * `StorageSweeper`: it may take its time, or be away, and none of this waits for it.
 */
@Injectable()
export class JobSweeper implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly task: PeriodicTask;

  constructor(
    private readonly repairs: JobRepairsService,
    private readonly config: AppConfig,
    @InjectLogger() logger: Logger,
  ) {
    this.task = new PeriodicTask('jobs', config.worker.sweepIntervalMs, () => this.sweep(), logger);
  }

  onApplicationBootstrap(): void {
    this.task.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.task.stop();
  }

  /** One round of repairs; does nothing when another process is at it. */
  async sweep(): Promise<void> {
    await ifAlone(this.config.database, ADVISORY_LOCKS.sweeper, async () => {
      await this.repairs.releaseStale();
      await this.repairs.expireUploads();
      // Last: it needs Redis, and the others do not.
      await this.repairs.sendOverdue();
    });
  }
}
