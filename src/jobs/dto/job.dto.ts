import { ApiProperty } from '@nestjs/swagger';
import { ERROR_CODES, type ErrorCode } from '../../common/errors/error-code.js';
import { type JobStatisticsDto } from './job-statistics.dto.js';
import { JOB_STATUSES, type JobStatus } from './job-status.js';

/** The file that a job is about, as declared at `init`. */
export class JobFileDto {
  /**
   * Sanitised; for display.
   * @example access.log
   */
  filename!: string;
  /**
   * Bytes as uploaded.
   * @example 2370789
   */
  size!: number;
  /**
   * `json`, `ndjson`, `csv`, `text` or `auto`.
   * @example auto
   */
  log_format!: string;
  /**
   * IANA zone for timestamps that name none.
   * @example UTC
   */
  timezone!: string;
  /**
   * `continue` or `abort`.
   * @example continue
   */
  on_error!: string;
  /** Rejected lines after which the job stops; null for no bound. */
  max_rejects!: number | null;
  /**
   * Put on every record.
   * @example { "env": "prod" }
   */
  labels!: Record<string, string>;
}

/** A file on its way to records. Times are RFC 3339, UTC. */
export class JobDto {
  /**
   * UUID v7.
   * @example 0190a6c0-7c4e-7b1a-9d2e-3f1c2b4a5d6e
   */
  job_id!: string;
  /**
   * `FILE_UPLOAD`.
   * @example FILE_UPLOAD
   */
  job_type!: string;
  /**
   * Where it came from: `api`.
   * @example api
   */
  source!: string;
  /**
   * `CREATED`, `QUEUED`, `PROCESSING`, `COMPLETED` or `FAILED`.
   * @example COMPLETED
   */
  @ApiProperty({ enum: JOB_STATUSES })
  status!: JobStatus;
  /**
   * Percent, 0 to 100.
   * @example 100
   */
  progress!: number;
  /**
   * How often it was tried again.
   * @example 0
   */
  retry_count!: number;
  /**
   * How often a worker has claimed it.
   * @example 1
   */
  attempt!: number;
  /** Whose it is. */
  owner_id!: string;
  /** When `init` was called. */
  created_at!: string;
  /** When it was queued last; null before `complete`. */
  queued_at!: string | null;
  /** When the current or last attempt began. */
  started_at!: string | null;
  /** When it was completed or failed. */
  finished_at!: string | null;
  /** When anything of it last changed. */
  updated_at!: string;
  /** Why it failed, or why the last attempt did; stable, see `docs/errors.md`. Null when nothing went wrong. */
  @ApiProperty({ type: String, enum: [...ERROR_CODES, null], nullable: true })
  error_code!: ErrorCode | null;
  /** The same in one sentence. */
  error_message!: string | null;
  /** The file, as declared. */
  file!: JobFileDto | null;
  /** What was found in the file; null until it was read. */
  statistics!: JobStatisticsDto | null;
}
