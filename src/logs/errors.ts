import { DomainError, InvalidInputError, LimitedError } from '../common/errors/domain.error.js';
import type { JobStatus } from '../jobs/dto/job-status.js';

/** The job has no records to read, or no report of rejects, in the state it is in. */
export class JobNotCompletedError extends DomainError {
  readonly kind = 'conflict';

  constructor(status: JobStatus, what: 'records' | 'rejects') {
    super(
      'JOB_NOT_COMPLETED',
      status === 'FAILED'
        ? `The job is FAILED and left no ${what} to read.`
        : `The job is ${status}; its ${what} can be read once it is COMPLETED.`,
    );
  }
}

/** The cursor is not one that this list gave, or it belongs to another order or another run of the job. */
export class InvalidPositionError extends InvalidInputError {
  constructor() {
    super('INVALID_CURSOR', 'The cursor is not valid; take it from next_cursor of the page before.', [
      { pointer: '?cursor', detail: 'not a cursor of this list' },
    ]);
  }
}

/** A search across jobs would have to look through more than is allowed. */
export class ScanTooLargeError extends InvalidInputError {
  constructor(maxBytes: number, jobs: number) {
    const megabytes = Math.floor(maxBytes / 1_048_576);
    super(
      'SCAN_TOO_LARGE',
      `After ${jobs} jobs the search has looked through the ${megabytes} MiB that one page may take. ` +
        'Narrow it with from and to, or search in one job with /jobs/{job_id}/logs.',
      [{ pointer: '?from', detail: 'give a later from, or an earlier to, so that fewer jobs are searched' }],
    );
  }
}

/** The histogram would have more buckets than are answered. */
export class TooManyBucketsError extends InvalidInputError {
  constructor(maxBuckets: number, suitingSeconds: number) {
    super(
      'TOO_MANY_BUCKETS',
      `The interval gives more than ${maxBuckets} buckets; take ${suitingSeconds} seconds, or narrow from and to.`,
      [
        {
          pointer: '?interval',
          detail: `interval gives more than ${maxBuckets} buckets here; ${suitingSeconds} or auto suits`,
        },
      ],
    );
  }
}

/** The query needs more memory than one may have. */
export class QueryTooLargeError extends InvalidInputError {
  constructor(options?: ErrorOptions) {
    super(
      'QUERY_TOO_LARGE',
      'The query needs more memory than one query may use; narrow it with from and to, or take a smaller limit.',
    );
    this.cause = options?.cause;
  }
}

/** More queries wait already than can be answered in time. */
export class QueriesBusyError extends LimitedError {
  readonly retryAfterSeconds = 2;

  constructor() {
    super('QUERIES_BUSY', 'Too many queries are waiting; try again in a moment.');
  }
}

/** A result file that the engine cannot read, though it was fetched anew. */
export class ResultUnreadableError extends DomainError {
  readonly kind = 'internal';

  constructor(options?: ErrorOptions) {
    super('RESULT_UNREADABLE', 'The result of the job cannot be read.', options);
  }
}

/** The process that ran the query ended in the middle of it. */
export class QueryProcessLostError extends DomainError {
  readonly kind = 'internal';

  constructor(how: string, options?: ErrorOptions) {
    super('QUERY_FAILED', `A query process ${how}.`, options);
  }
}
