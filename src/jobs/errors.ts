import { DomainError } from '../common/errors/domain.error.js';
import type { JobStatus } from './dto/job-status.js';

/** There is no such job, or it is another user's: the two look the same. */
export class JobNotFoundError extends DomainError {
  readonly kind = 'not_found';

  constructor() {
    super('JOB_NOT_FOUND', 'There is no such job.');
  }
}

/** The job's state does not allow what was asked. */
export class JobStateConflictError extends DomainError {
  readonly kind = 'conflict';

  constructor(status: JobStatus | 'changed') {
    super(
      'JOB_STATE_CONFLICT',
      status === 'changed'
        ? 'The job changed meanwhile.'
        : `The job is ${status}, which does not allow this.`,
    );
  }
}

/** This process streams to as many listeners as it may, or is stopping. */
export class TooManyWatchersError extends DomainError {
  readonly kind = 'unavailable';

  constructor() {
    super('TOO_MANY_WATCHERS', 'Too many clients watch jobs here at this moment; try again.');
  }
}
