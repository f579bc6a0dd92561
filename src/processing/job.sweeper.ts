import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import { AppConfig } from '../common/config/app-config.js';
import { ADVISORY_LOCKS, ifAlone } from '../common/database/advisory-lock.js';
import { InjectLogger } from '../common/logging/inject-logger.js';
import { Storage } from '../common/storage/storage.js';
import { type ExpiredUpload, JobDeliveryService } from '../jobs/job-delivery.service.js';
import { ProcessingMetrics } from './processing.metrics.js';

/**
 * Closes every gap between row and queue, one sweeper at a time across the fleet: QUEUED jobs whose entry is gone,
 * PROCESSING jobs whose worker is gone, CREATED jobs whose upload time is over.
 */
@Injectable()
export class JobSweeper implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> = Promise.resolve();
  private removals: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly delivery: JobDeliveryService,
    private readonly storage: Storage,
    private readonly metrics: ProcessingMetrics,
    private readonly config: AppConfig,
    @InjectDataSource() private readonly database: DataSource,
    @InjectLogger() private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.schedule();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.round;
  }

  /** One round of repairs; does nothing when another process is at it. */
  async sweep(): Promise<void> {
    const expired: ExpiredUpload[] = [];
    await ifAlone(this.database, ADVISORY_LOCKS.sweeper, async () => {
      await this.releaseStale();
      await this.sendOverdue();
      expired.push(...(await this.delivery.expireUploads()));
    });
    // Storage may take its time, or be away: nobody's repairs wait for it.
    this.removals = this.removals.then(() => this.removeObjects(expired));
  }

  private schedule(): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.round = this.sweep()
        .catch((error: unknown) => {
          this.logger.warn({ err: error }, 'sweep failed');
        })
        .finally(() => {
          this.schedule();
        });
    }, this.config.worker.sweepIntervalMs);
  }

  private async releaseStale(): Promise<void> {
    const released = await this.delivery.releaseStale();
    this.metrics.countRepairs('released', released.queued);
    this.metrics.countRepairs('worker_lost', released.failed);
    if (released.queued + released.failed > 0) this.logger.warn(released, 'jobs of lost workers released');
  }

  private async sendOverdue(): Promise<void> {
    const sent = await this.delivery.sendOverdue();
    this.metrics.countRepairs('resent', sent);
    if (sent > 0) this.logger.info({ sent }, 'waiting jobs sent to the queue again');
  }

  private async removeObjects(expired: readonly ExpiredUpload[]): Promise<void> {
    this.metrics.countRepairs('upload_expired', expired.length);
    for (const { jobId, objectKey } of expired) {
      this.logger.info({ job_id: jobId }, 'upload expired');
      await this.storage.delete(objectKey).catch((error: unknown) => {
        this.logger.warn(
          { err: error, job_id: jobId },
          'the object of an expired upload could not be removed',
        );
      });
    }
  }
}
