import { isDatabaseUnavailable } from '../common/database/database-errors.js';
import { DomainError } from '../common/errors/domain.error.js';
import type { ErrorKind } from '../common/errors/error-kind.js';
import type { AttemptFailure } from '../jobs/job-delivery.service.js';

export type FailureAction = 'give_up' | 'retry';

/** The one place where the kind of an error becomes what the worker does about it. */
export const ACTION_BY_KIND: Readonly<Record<ErrorKind, FailureAction>> = {
  invalid: 'give_up',
  unauthenticated: 'give_up',
  forbidden: 'give_up',
  not_found: 'give_up',
  conflict: 'give_up',
  limited: 'retry',
  unavailable: 'retry',
  timeout: 'retry',
  internal: 'retry',
};

/** What to do about an error of an attempt, and how it is told. Unknown errors show nothing of their inside. */
export function judgeFailure(error: unknown): AttemptFailure & { readonly action: FailureAction } {
  if (error instanceof DomainError) {
    return { action: ACTION_BY_KIND[error.kind], code: error.code, message: error.message };
  }
  if (isDatabaseUnavailable(error)) {
    return { action: 'retry', code: 'DATABASE_UNAVAILABLE', message: 'The database could not be reached.' };
  }
  if ((error as NodeJS.ErrnoException | null)?.code === 'ENOSPC') {
    return { action: 'retry', code: 'SCRATCH_FULL', message: 'The worker’s disk was full.' };
  }
  return { action: 'retry', code: 'INTERNAL_ERROR', message: 'Processing failed on our side.' };
}
