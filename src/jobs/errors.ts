import { DomainError, LimitedError } from '../common/errors/domain.error.js';
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

/** The caller watches as many jobs at this process as one user may. */
export class TooManyOwnWatchesError extends LimitedError {
  readonly retryAfterSeconds = 5;

  constructor(max: number) {
    super('TOO_MANY_EVENT_STREAMS', `At most ${max} event streams may be open at once; close some.`);
  }
}

/** The file that the job is about is not in storage any more; only a new upload helps. */
export class RawFileGoneError extends DomainError {
  readonly kind = 'conflict';

  constructor() {
    super(
      'RAW_FILE_GONE',
      'No file was completed for this job, or it is no longer in storage; upload it again as a new job.',
    );
  }
}

/** The job was stopped because somebody asked for it; what its row then says. */
export class JobCancelledError extends DomainError {
  readonly kind = 'conflict';

  constructor() {
    super('CANCELLED', 'The job was cancelled.');
  }
}

/** The owner has as many uploads open as one may have. */
export class TooManyOpenUploadsError extends LimitedError {
  readonly retryAfterSeconds = 60;

  constructor(max: number) {
    super('TOO_MANY_OPEN_UPLOADS', `At most ${max} uploads may be open at once; complete or cancel some.`);
  }
}

/** The owner has as many jobs waiting as one may have. Nothing was changed: the upload stays and can be completed later. */
export class TooManyQueuedJobsError extends LimitedError {
  readonly retryAfterSeconds = 30;

  constructor(max: number) {
    super(
      'TOO_MANY_QUEUED_JOBS',
      `At most ${max} jobs may be waiting at once; try again when some are done.`,
    );
  }
}
