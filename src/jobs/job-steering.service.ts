import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import type { TransactionStep } from '../common/database/transaction-step.js';
import type { DomainError } from '../common/errors/domain.error.js';
import { ownerScope, type Principal } from '../common/security/principal.js';
import { ObjectChangedError } from '../common/storage/storage-errors.js';
import { Storage } from '../common/storage/storage.js';
import type { JobDto } from './dto/job.dto.js';
import type { Job } from './entities/job.entity.js';
import { JobCancelledError, JobNotFoundError, JobStateConflictError, RawFileGoneError } from './errors.js';
import { JobBounds, NO_BOUND } from './job-bounds.js';
import { JobQueue } from './job-queue.js';
import { JobSteeringRepository } from './job-steering.repository.js';
import { JobsRepository } from './jobs.repository.js';
import { ObjectRemovals } from './object-removals.js';
import { toJobDto } from './to-job-dto.js';

/**
 * What people do to jobs. The row changes first, in one transaction with whatever has to be remembered; the queue and
 * storage follow, and where they cannot, the sweeper does it later.
 */
@Injectable()
export class JobSteeringService {
  constructor(
    private readonly jobs: JobsRepository,
    private readonly steering: JobSteeringRepository,
    private readonly bounds: JobBounds,
    private readonly queue: JobQueue,
    private readonly removals: ObjectRemovals,
    private readonly storage: Storage,
    @InjectDataSource() private readonly database: DataSource,
  ) {}

  /**
   * CREATED → QUEUED, pinning the object that was seen. Of many callers one succeeds. Once the row says QUEUED the job is
   * safe: if Redis does not take the entry, the sweeper sends it when Redis is back.
   *
   * @param also - written together with it
   * @throws JobStateConflictError when the job is not CREATED any more
   * @throws TooManyQueuedJobsError
   */
  async queueUploaded(jobId: string, etag: string, also?: TransactionStep): Promise<void> {
    if (also !== undefined || !(await this.steering.queueCreated(jobId, etag, this.bounds.queuedFreely))) {
      await this.queueWithin(jobId, etag, also);
    }
    await this.queue.sendOrLeave({ jobId, attempt: 0 });
  }

  /**
   * CREATED → FAILED, and the object removed; only who fails the job removes it, for another call may have queued it.
   *
   * @param also - written together with it
   * @throws JobStateConflictError when the job is not CREATED any more
   */
  async failUpload(jobId: string, reason: DomainError, also?: TransactionStep): Promise<void> {
    const keys = await this.database.transaction(async (manager) => {
      const scheduled = await this.steering.failCreated(manager, jobId, reason.code, reason.message);
      if (scheduled === null) throw new JobStateConflictError('changed');
      await also?.(manager);
      return scheduled;
    });
    await this.removals.removeAtOnce(keys);
  }

  /**
   * FAILED → QUEUED with all its retries, if the file that was uploaded still is in storage.
   *
   * @param keep - what is written together with it, of the job as it is answered
   * @throws JobNotFoundError, JobStateConflictError, RawFileGoneError, ObjectChangedError, TooManyQueuedJobsError
   * @throws UnavailableError when storage cannot be asked
   */
  async retry(
    jobId: string,
    principal: Principal,
    keep: (answer: JobDto) => TransactionStep | undefined,
    signal?: AbortSignal,
  ): Promise<JobDto> {
    const job = await this.find(jobId, principal);
    if (job.status !== 'FAILED') throw new JobStateConflictError(job.status);
    const etag = await this.uploadedEtag(job, signal);
    const { attempt, answer } = await this.database.transaction(async (manager) => {
      await this.bounds.admitQueued(manager, job.ownerId);
      const queued = await this.steering.retryFailed(manager, jobId, etag);
      if (queued === null) throw new JobStateConflictError('changed');
      const retried = await this.find(jobId, principal, manager);
      const dto = toJobDto(retried);
      await keep(dto)?.(manager);
      return { attempt: queued.attempt, answer: dto };
    });
    await this.queue.sendOrLeave({ jobId, attempt, again: randomUUID() });
    return answer;
  }

  /**
   * For an answer that was kept: who asks for it again may have lost the right to see the job meanwhile. Of a job that was
   * removed the answer itself has to say whose it was; one that does not tells nothing of the job.
   *
   * @throws JobNotFoundError
   */
  async showAgain<T extends { readonly job_id: string; readonly owner_id?: string }>(
    kept: T,
    principal: Principal,
  ): Promise<T> {
    const mayShow = ownerScope(principal, 'jobs:write_all');
    const job = await this.jobs.findOwned(kept.job_id, null);
    const owner = job === null ? kept.owner_id : job.ownerId;
    if (mayShow !== null && owner !== undefined && owner !== mayShow) throw new JobNotFoundError();
    return kept;
  }

  /**
   * Anything unfinished → FAILED with code CANCELLED. A worker in the middle of it notices within a second.
   *
   * @throws JobNotFoundError, JobStateConflictError
   */
  async cancel(jobId: string, principal: Principal): Promise<JobDto> {
    const { status } = await this.find(jobId, principal);
    const reason = new JobCancelledError();
    const { keys, answer } = await this.database.transaction(async (manager) => {
      const scheduled = await this.steering.cancel(manager, jobId, reason.code, reason.message);
      if (scheduled === null) {
        throw new JobStateConflictError(isFinished(status) ? status : 'changed');
      }
      return { keys: scheduled, answer: toJobDto(await this.find(jobId, principal, manager)) };
    });
    await this.removals.removeAtOnce(keys);
    return answer;
  }

  /**
   * Removes the job in whatever state, with its files. A worker in the middle of it can change nothing any more, notices
   * within a second and takes away what it wrote.
   *
   * @throws JobNotFoundError
   */
  async remove(jobId: string, principal: Principal): Promise<void> {
    await this.find(jobId, principal);
    const keys = await this.database.transaction((manager) => this.steering.remove(manager, jobId));
    if (keys === null) throw new JobNotFoundError();
    await this.removals.removeAtOnce(keys);
  }

  private async queueWithin(jobId: string, etag: string, also: TransactionStep | undefined): Promise<void> {
    await this.database.transaction(async (manager) => {
      const job = await this.jobs.findOwned(jobId, null, manager);
      if (job === null) throw new JobNotFoundError();
      await this.bounds.admitQueued(manager, job.ownerId);
      if (!(await this.steering.queueCreated(jobId, etag, NO_BOUND, manager))) {
        throw new JobStateConflictError('changed');
      }
      await also?.(manager);
    });
  }

  private async find(jobId: string, principal: Principal, manager?: EntityManager): Promise<Job> {
    const job = await this.jobs.findOwned(jobId, ownerScope(principal, 'jobs:write_all'), manager);
    if (job === null) throw new JobNotFoundError();
    return job;
  }

  /** The etag of the file that `complete` pinned, which must still be in storage. */
  private async uploadedEtag(job: Job, signal?: AbortSignal): Promise<string> {
    const { etag, objectKey } = job.upload ?? {};
    if (etag == null || objectKey === undefined) throw new RawFileGoneError();
    const object = await this.storage.stat(objectKey, signal);
    if (object === null) throw new RawFileGoneError();
    if (object.etag !== etag) throw new ObjectChangedError();
    return etag;
  }
}

function isFinished(status: string): boolean {
  return status === 'COMPLETED' || status === 'FAILED';
}
