import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import type { PageQuery } from '../common/paging/page.js';
import { FileUpload } from './entities/file-upload.entity.js';
import { Job } from './entities/job.entity.js';

import type { JobStatus, JobType } from './dto/job-status.js';

/** Which jobs, newest first. */
export interface JobQuery extends PageQuery {
  /** Null for everybody's. */
  readonly ownerId: string | null;
  readonly status?: JobStatus | undefined;
  readonly jobType?: JobType | undefined;
}

/** Reads jobs and adds new ones; changes of state are made by `JobLifecycleRepository`. */
@Injectable()
export class JobsRepository {
  constructor(@InjectRepository(Job) private readonly jobs: Repository<Job>) {}

  /** Adds a job and its upload, both or neither. */
  async insert(job: Omit<Job, 'upload'>, upload: Omit<FileUpload, 'job'>): Promise<void> {
    await this.jobs.manager.transaction(async (manager) => {
      await manager.insert(Job, job);
      await manager.insert(FileUpload, upload);
    });
  }

  /** The job with its upload, if it exists and belongs to the owner; null as owner reaches everybody's. */
  findOwned(jobId: string, ownerId: string | null): Promise<Job | null> {
    return this.jobs.findOne({
      where: ownerId === null ? { jobId } : { jobId, ownerId },
      relations: { upload: true },
    });
  }

  list(query: JobQuery): Promise<Job[]> {
    const select = this.jobs
      .createQueryBuilder('j')
      .leftJoinAndSelect('j.upload', 'u')
      .orderBy('j.createdAt', 'DESC')
      .addOrderBy('j.jobId', 'DESC')
      .limit(query.limit);
    if (query.ownerId !== null) select.andWhere('j.ownerId = :ownerId', { ownerId: query.ownerId });
    if (query.status !== undefined) select.andWhere('j.status = :status', { status: query.status });
    if (query.jobType !== undefined) select.andWhere('j.jobType = :jobType', { jobType: query.jobType });
    if (query.offset !== undefined) select.offset(query.offset);
    if (query.after !== undefined) {
      select.andWhere('(j.createdAt, j.jobId) < (:createdAt, :jobId)', {
        createdAt: query.after.createdAt,
        jobId: query.after.id,
      });
    }
    return select.getMany();
  }
}
