import { Column, Entity, OneToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { ErrorCode } from '../../common/errors/error-code.js';
import type { JobStatisticsDto } from '../dto/job-statistics.dto.js';
import type { JobStatus, JobType } from '../dto/job-status.js';
import { FileUpload } from './file-upload.entity.js';

/**
 * A file on its way to records. The row decides what happens to it, the queue only delivers; every change of `status`
 * is one conditional update, made in `job-lifecycle.repository.ts` alone.
 */
@Entity({ name: 'jobs' })
export class Job {
  /** UUID v7: sorts by time of creation. */
  @PrimaryColumn('uuid')
  jobId!: string;

  @Column('uuid')
  ownerId!: string;

  @Column({ type: 'text' })
  jobType!: JobType;

  @Column({ type: 'text' })
  source!: string;

  @Column({ type: 'text' })
  status!: JobStatus;

  /** Percent. */
  @Column({ type: 'smallint' })
  progress!: number;

  /** Raised by each claim; who holds the job carries it, so that a worker that lost it can change nothing. */
  @Column({ type: 'integer' })
  attempt!: number;

  @Column({ type: 'integer' })
  retryCount!: number;

  @Column({ type: 'text', nullable: true })
  errorCode!: ErrorCode | null;

  @Column({ type: 'text', nullable: true })
  errorMessage!: string | null;

  /** `json` and not `jsonb`: nothing searches in it, and its keys keep the order in which they are documented. */
  @Column({ type: 'json', nullable: true })
  statistics!: JobStatisticsDto | null;

  /** Object key of the records; set by the update that completes the job, which makes them visible. */
  @Column({ type: 'text', nullable: true })
  parquetKey!: string | null;

  @Column({ type: 'text', nullable: true })
  rejectsKey!: string | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  firstTimestamp!: Date | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  lastTimestamp!: Date | null;

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  queuedAt!: Date | null;

  /** Not to be claimed before this; the pause before a retry. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  availableAt!: Date | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  startedAt!: Date | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  heartbeatAt!: Date | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  finishedAt!: Date | null;

  @Column({ type: 'timestamptz', precision: 3 })
  updatedAt!: Date;

  @OneToOne(() => FileUpload, 'job')
  upload?: Relation<FileUpload> | null;
}
