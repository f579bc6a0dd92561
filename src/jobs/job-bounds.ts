import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AppConfig } from '../common/config/app-config.js';
import type { JobStatus } from './dto/job-status.js';
import { TooManyOpenUploadsError, TooManyQueuedJobsError } from './errors.js';

/** First half of the lock's number; the second is made of the owner. Locks of one number are another space. */
const LOCK_CLASS = 1_764_300;

/**
 * How many unfinished jobs one user may have. Who adds one takes a lock of that user's own until the end of the
 * transaction, so that two at once cannot both take the last place.
 */
@Injectable()
export class JobBounds {
  constructor(private readonly config: AppConfig) {}

  /** @throws TooManyOpenUploadsError */
  async admitUpload(manager: EntityManager, ownerId: string): Promise<void> {
    const { maxOpenUploadsPerUser: max } = this.config.ingest;
    if (await this.isReached(manager, ownerId, 'CREATED', max)) throw new TooManyOpenUploadsError(max);
  }

  /** @throws TooManyQueuedJobsError */
  async admitQueued(manager: EntityManager, ownerId: string): Promise<void> {
    const { maxQueuedJobsPerUser: max } = this.config.ingest;
    if (await this.isReached(manager, ownerId, 'QUEUED', max)) throw new TooManyQueuedJobsError(max);
  }

  private async isReached(
    manager: EntityManager,
    ownerId: string,
    status: JobStatus,
    max: number,
  ): Promise<boolean> {
    // A statement of its own: the next one must see what others committed while this one waited.
    await manager.query(`SELECT pg_advisory_xact_lock($1::int, hashtext($2))`, [LOCK_CLASS, ownerId]);
    const [row] = await manager.query<{ jobs: number }[]>(
      `SELECT count(*)::int AS jobs FROM (
         SELECT 1 FROM jobs WHERE owner_id = $1 AND status = $2 LIMIT $3
       ) AS counted`,
      [ownerId, status, max],
    );
    return (row?.jobs ?? 0) >= max;
  }
}
