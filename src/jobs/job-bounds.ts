import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AppConfig } from '../common/config/app-config.js';
import { countUpTo } from './count-jobs.sql.js';
import type { JobStatus } from './dto/job-status.js';
import { TooManyOpenUploadsError, TooManyQueuedJobsError } from './errors.js';

/** First half of the lock's number; the second is made of the owner. Locks of one number are another space. */
const LOCK_CLASS = 1_764_300;
/**
 * Who is further from a bound than this takes no lock: so many requests of one user would have to be between their count
 * and their commit at the same moment to pass it.
 */
const NEAR = 100;
/** More jobs than a database has rows: always fewer. */
export const NO_BOUND = 2_147_483_647;

/**
 * How many unfinished jobs one user may have. Near a bound, who adds one takes a lock of that user's own until the end of
 * the transaction, so that two at once cannot both take the last place; far from it a count in the statement that adds the
 * job is enough, and everybody else's requests do not pay for the lock.
 */
@Injectable()
export class JobBounds {
  /** With fewer CREATED jobs than this a user's next one needs no lock; 0 or less where every one does. */
  readonly openFreely: number;
  /** The same for QUEUED ones. */
  readonly queuedFreely: number;

  constructor(private readonly config: AppConfig) {
    this.openFreely = config.ingest.maxOpenUploadsPerUser - NEAR;
    this.queuedFreely = config.ingest.maxQueuedJobsPerUser - NEAR;
  }

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
      `SELECT (${countUpTo('$1::uuid', status, '$2')}) AS jobs`,
      [ownerId, max],
    );
    return (row?.jobs ?? 0) >= max;
  }
}
