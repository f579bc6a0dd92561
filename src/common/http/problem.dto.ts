import { ApiProperty } from '@nestjs/swagger';
import { ERROR_CODES, type ErrorCode } from '../errors/error-code.js';

/** One fault of the input, at a place in it. */
export class ProblemFaultDto {
  /**
   * JSON pointer into the body (RFC 6901), or `?name` for a query parameter.
   * @example /size
   */
  pointer!: string;
  /**
   * One sentence for a person.
   * @example "size must not be less than 1"
   */
  detail!: string;
}

/** An error, as RFC 9457 describes it. */
export class ProblemDto {
  /**
   * Identifies the kind of problem.
   * @example "urn:ingest:problem:job-not-found"
   */
  type!: string;
  /**
   * The status in words.
   * @example "Not Found"
   */
  title!: string;
  /**
   * The HTTP status.
   * @example 404
   */
  status!: number;
  /**
   * One sentence for a person.
   * @example "There is no such job."
   */
  detail!: string;
  /**
   * The path that was asked for.
   * @example /jobs/0190a6c0-7c4e-7b1a-9d2e-3f1c2b4a5d6e
   */
  instance!: string;
  /**
   * Stable, for programs; `docs/errors.md` says of each what it means and what to do. A new version may add codes: take one
   * that you do not know by its status.
   * @example JOB_NOT_FOUND
   */
  @ApiProperty({ enum: ERROR_CODES })
  code!: ErrorCode;
  /**
   * Leads to the log line; also in `X-Request-Id`.
   * @example 0190a6c0-7c4e-7b1a-9d2e-3f1c2b4a5d6e
   */
  request_id!: string;
  /** Faults by place, for 422. */
  errors?: ProblemFaultDto[];
}
