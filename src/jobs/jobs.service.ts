import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import type { StorageType } from '../common/config/app-config.js';
import type { TransactionStep } from '../common/database/transaction-step.js';
import { type Page, toPage, toPageQuery } from '../common/paging/page.js';
import { ownerScope, type Principal } from '../common/security/principal.js';
import type { JobDto } from './dto/job.dto.js';
import type { ListJobsQueryDto } from './dto/list-jobs.query.dto.js';
import { JobNotFoundError } from './errors.js';
import { JobBounds, NO_BOUND } from './job-bounds.js';
import { JobCountsRepository } from './job-counts.repository.js';
import type { JobStatus, LogFormat, OnError } from './dto/job-status.js';
import { JobsRepository } from './jobs.repository.js';
import { toJobDto } from './to-job-dto.js';

/** A job to be made, with the file it is about. */
export interface NewUpload {
  readonly jobId: string;
  readonly ownerId: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly storageType: StorageType;
  readonly bucket: string | null;
  readonly objectKey: string;
  readonly localPath: string | null;
  readonly originalFilename: string;
  readonly fileSize: number;
  readonly logFormat: LogFormat;
  readonly timezone: string;
  readonly onError: OnError;
  readonly maxRejects: number | null;
  readonly sha256: string | null;
  readonly labels: Record<string, string>;
  /** Null where the file comes whole. */
  readonly multipartUploadId: string | null;
  readonly partBytes: number | null;
}

/** What `complete` needs to know of an upload. */
export interface PendingUpload {
  readonly jobId: string;
  readonly status: JobStatus;
  readonly objectKey: string;
  /** Declared size, bytes. */
  readonly fileSize: number;
  /** When the upload URL ends. */
  readonly expiresAt: Date;
  /** How it may come in parts; null where it comes whole. */
  readonly multipart: { readonly uploadId: string; readonly partBytes: number } | null;
}

@Injectable()
export class JobsService {
  constructor(
    private readonly jobs: JobsRepository,
    private readonly bounds: JobBounds,
    private readonly counts: JobCountsRepository,
    @InjectDataSource() private readonly database: DataSource,
  ) {}

  /**
   * Adds a job in state CREATED.
   *
   * @param also - written together with it
   * @throws TooManyOpenUploadsError
   */
  async create(upload: NewUpload, also?: TransactionStep): Promise<void> {
    if (also === undefined && (await this.insert(upload, this.bounds.openFreely))) return;
    await this.database.transaction(async (manager) => {
      await this.bounds.admitUpload(manager, upload.ownerId);
      await this.insert(upload, NO_BOUND, manager);
      await also?.(manager);
    });
  }

  /** @throws JobNotFoundError when there is none that the caller may see */
  async get(jobId: string, principal: Principal): Promise<JobDto> {
    const job = await this.jobs.findShown(jobId, ownerScope(principal, 'jobs:read_all'));
    if (job === null) throw new JobNotFoundError();
    return toJobDto(job);
  }

  /** Jobs by their ids, whoever owns them, in no order; for callers who have made sure that they may be seen. */
  async listByIds(jobIds: readonly string[]): Promise<JobDto[]> {
    return jobIds.length === 0 ? [] : (await this.jobs.listShown(jobIds)).map(toJobDto);
  }

  /** A job as it was when `to_json` kept its row and that of its upload. */
  describeSnapshot(
    job: Readonly<Record<string, unknown>>,
    upload: Readonly<Record<string, unknown>> | null,
  ): JobDto {
    return toJobDto(this.jobs.readSnapshot(job, upload));
  }

  /** The caller's jobs, or everybody's for who may read them all, newest first. */
  async list(request: ListJobsQueryDto, principal: Principal): Promise<Page<JobDto>> {
    const page = toPageQuery(request);
    const found = await this.jobs.list({
      ...page,
      ownerId: ownerScope(principal, 'jobs:read_all'),
      status: request.status,
      jobType: request.job_type,
    });
    return toPage(found, page, ({ createdAt, jobId }) => ({ createdAt, id: jobId }), toJobDto);
  }

  /** @throws JobNotFoundError when there is none that the caller may change */
  async findUpload(jobId: string, principal: Principal): Promise<PendingUpload> {
    const job = await this.jobs.findPending(jobId, ownerScope(principal, 'jobs:write_all'));
    if (job?.upload == null) throw new JobNotFoundError();
    const { objectKey, fileSize, expiresAt, multipartUploadId: uploadId, partBytes } = job.upload;
    const multipart = uploadId === null || partBytes === null ? null : { uploadId, partBytes };
    return { jobId, status: job.status, objectKey, fileSize, expiresAt, multipart };
  }

  /**
   * Gives an upload more time, where its job still waits for it.
   *
   * @returns when the upload ends
   * @throws JobNotFoundError
   */
  async extendUpload(jobId: string, expiresAt: Date): Promise<Date> {
    const end = await this.jobs.extendUpload(jobId, expiresAt);
    if (end === null) throw new JobNotFoundError();
    return end;
  }

  /** Whether a job has been there to be claimed for so long. */
  hasWorkWaitingFor(waitMs: number): Promise<boolean> {
    return this.counts.hasWaitedFor(waitMs);
  }

  private insert(upload: NewUpload, below: number, manager?: EntityManager): Promise<boolean> {
    const { jobId, ownerId, createdAt, ...file } = upload;
    return this.jobs.insert(
      {
        jobId,
        ownerId,
        jobType: 'FILE_UPLOAD',
        source: 'api',
        status: 'CREATED',
        progress: 0,
        attempt: 0,
        retryCount: 0,
        errorCode: null,
        errorMessage: null,
        statistics: null,
        parquetKey: null,
        rejectsKey: null,
        firstTimestamp: null,
        lastTimestamp: null,
        createdAt,
        queuedAt: null,
        availableAt: null,
        startedAt: null,
        heartbeatAt: null,
        finishedAt: null,
        updatedAt: createdAt,
      },
      { jobId, createdAt, etag: null, ...file },
      below,
      manager,
    );
  }
}
