import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, Repository } from 'typeorm';
import type { PageQuery } from '../common/paging/page.js';
import type { FileUpload } from './entities/file-upload.entity.js';
import { Job } from './entities/job.entity.js';
import { type JobReader, type JobRow, JobRows, type PendingJob, type ShownJob } from './job-rows.js';
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
  private readonly rows: JobRows;

  constructor(@InjectRepository(Job) private readonly jobs: Repository<Job>) {
    this.rows = new JobRows(jobs);
  }

  /**
   * Adds a job and its upload, both or neither.
   *
   * @param below - nothing is done where the owner has so many jobs in the new one's state
   * @param manager - of the transaction that it is part of
   * @returns whether it was done
   */
  async insert(
    job: Omit<Job, 'upload'>,
    upload: Omit<FileUpload, 'job'>,
    below: number,
    manager: EntityManager = this.jobs.manager,
  ): Promise<boolean> {
    const values = this.rows.insertValues(job, upload, below);
    return (await manager.query<unknown[]>(this.rows.insert, values)).length > 0;
  }

  /** Moves the end of an upload, while the job is CREATED. @returns the end that holds; null where there is no such job */
  async extendUpload(jobId: string, expiresAt: Date): Promise<Date | null> {
    const rows = await this.jobs.query<{ expires_at: Date }[]>(
      `WITH extended AS (
         UPDATE file_uploads u SET expires_at = greatest(u.expires_at, $2) FROM jobs j
         WHERE u.job_id = $1 AND j.job_id = u.job_id AND j.status = 'CREATED'
         RETURNING u.expires_at
       )
       SELECT expires_at FROM extended
       UNION ALL
       SELECT expires_at FROM file_uploads WHERE job_id = $1 AND NOT EXISTS (SELECT 1 FROM extended)`,
      [jobId, expiresAt],
    );
    return rows[0]?.expires_at ?? null;
  }

  /**
   * The job with its upload, if it exists and belongs to the owner; null as owner reaches everybody's.
   *
   * @param manager - of the transaction that it shall be read in
   */
  findOwned(jobId: string, ownerId: string | null, manager?: EntityManager): Promise<Job | null> {
    return this.findOne(this.rows.whole, jobId, ownerId, manager);
  }

  /** The same, no more of it than a client may see. */
  findShown(jobId: string, ownerId: string | null): Promise<ShownJob | null> {
    return this.findOne(this.rows.shown, jobId, ownerId);
  }

  /** Those of these jobs that there are, whoever owns them, in no order. */
  listShown(jobIds: readonly string[]): Promise<ShownJob[]> {
    return this.find(this.rows.shown, 'WHERE j.job_id = ANY ($1)', [jobIds]);
  }

  /** The same, no more of it than `complete` looks at. */
  findPending(jobId: string, ownerId: string | null): Promise<PendingJob | null> {
    return this.findOne(this.rows.pending, jobId, ownerId);
  }

  /** A job as `to_json` kept it, with its upload. */
  readSnapshot(job: JobRow, upload: JobRow | null): ShownJob {
    return this.rows.readSnapshot(job, upload);
  }

  list({ ownerId, status, jobType, after, limit, offset }: JobQuery): Promise<ShownJob[]> {
    const values: unknown[] = [];
    const place = (value: unknown): string => `$${values.push(value)}`;
    const conditions: string[] = [];
    if (ownerId !== null) conditions.push(`j.owner_id = ${place(ownerId)}`);
    if (status !== undefined) conditions.push(`j.status = ${place(status)}`);
    if (jobType !== undefined) conditions.push(`j.job_type = ${place(jobType)}`);
    if (after !== undefined) {
      conditions.push(`(j.created_at, j.job_id) < (${place(after.createdAt)}, ${place(after.id)})`);
    }
    const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
    const page = `LIMIT ${place(limit)}${offset === undefined ? '' : ` OFFSET ${place(offset)}`}`;
    return this.find(this.rows.shown, `${where} ORDER BY j.created_at DESC, j.job_id DESC ${page}`, values);
  }

  private async findOne<Found>(
    reader: JobReader<Found>,
    jobId: string,
    ownerId: string | null,
    manager: EntityManager = this.jobs.manager,
  ): Promise<Found | null> {
    const [row] =
      ownerId === null
        ? await manager.query<JobRow[]>(reader.selectOne, [jobId])
        : await manager.query<JobRow[]>(reader.selectOneOfOwner, [jobId, ownerId]);
    return row === undefined ? null : reader.read(row);
  }

  private async find<Found>(reader: JobReader<Found>, clauses: string, values: unknown[]): Promise<Found[]> {
    const rows = await this.jobs.query<JobRow[]>(`${reader.select} ${clauses}`, values);
    return rows.map((row) => reader.read(row));
  }
}
