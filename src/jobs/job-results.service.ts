import { Injectable } from '@nestjs/common';
import { ownerScope, type Principal } from '../common/security/principal.js';
import type { JobStatus } from './dto/job-status.js';
import { JobNotFoundError } from './errors.js';
import { type FinishedJob, type FinishedJobQuery, JobResultsRepository } from './job-results.repository.js';
import { JobsRepository } from './jobs.repository.js';

export type { FinishedJob } from './job-results.repository.js';

/** Where a job's files lie; keys of results are null while there are none. */
export interface JobResults {
  readonly jobId: string;
  readonly status: JobStatus;
  /** As the client sent it, sanitised; for display only. */
  readonly filename: string;
  /** Key of the uploaded file; null until `complete` has seen it. */
  readonly rawKey: string | null;
  readonly parquetKey: string | null;
  readonly rejectsKey: string | null;
  /** Earliest and latest timestamp among the records, cut to milliseconds; null where no record has one. */
  readonly firstTimestamp: Date | null;
  readonly lastTimestamp: Date | null;
}

/** Which finished jobs, among those that the caller may see. */
export type FinishedJobSearch = Omit<FinishedJobQuery, 'ownerId'>;

/** The results of jobs, for whoever reads them. */
@Injectable()
export class JobResultsService {
  constructor(
    private readonly jobs: JobsRepository,
    private readonly results: JobResultsRepository,
  ) {}

  /** @throws JobNotFoundError when there is none that the caller may see */
  async get(jobId: string, principal: Principal): Promise<JobResults> {
    const job = await this.jobs.findOwned(jobId, ownerScope(principal, 'jobs:read_all'));
    if (job?.upload == null) throw new JobNotFoundError();
    const { upload } = job;
    return {
      jobId,
      status: job.status,
      filename: upload.originalFilename,
      rawKey: upload.etag === null ? null : upload.objectKey,
      parquetKey: job.parquetKey,
      rejectsKey: job.rejectsKey,
      firstTimestamp: job.firstTimestamp,
      lastTimestamp: job.lastTimestamp,
    };
  }

  /** Whether the job is there and COMPLETED, whoever asks. */
  async isCompleted(jobId: string): Promise<boolean> {
    return (await this.jobs.findOwned(jobId, null))?.status === 'COMPLETED';
  }

  /** COMPLETED jobs with timestamps, those first whose last record is the newest. */
  listFinished(search: FinishedJobSearch, principal: Principal): Promise<FinishedJob[]> {
    return this.results.listFinished({ ...search, ownerId: ownerScope(principal, 'jobs:read_all') });
  }
}
