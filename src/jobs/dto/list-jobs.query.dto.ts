import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { QueryInteger } from '../../common/http/query-integer.js';
import { JOB_STATUSES, JOB_TYPES, type JobStatus, type JobType } from './job-status.js';

export class ListJobsQueryDto {
  /**
   * Only jobs in this state: `CREATED`, `QUEUED`, `PROCESSING`, `COMPLETED` or `FAILED`.
   * @example COMPLETED
   */
  @IsOptional()
  @IsIn(JOB_STATUSES)
  status?: JobStatus;

  /**
   * Only jobs of this type: `FILE_UPLOAD`.
   * @example FILE_UPLOAD
   */
  @IsOptional()
  @IsIn(JOB_TYPES)
  job_type?: JobType;

  @QueryInteger({ min: 1, max: 1_000, description: 'Jobs on a page.', example: 100, default: 100 })
  limit?: number = 100;

  @QueryInteger({
    min: 0,
    max: 1_000_000,
    description: 'Jobs to pass over; not together with `cursor`.',
    example: 0,
  })
  offset?: number;

  /** Where the page begins, from the `Link` header of the page before; costs the same on every page. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  cursor?: string;
}
