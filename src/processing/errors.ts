import { DomainError } from '../common/errors/domain.error.js';

/** The uploaded file is not the one that `complete` saw. */
export class UploadChangedError extends DomainError {
  readonly kind = 'conflict';

  constructor() {
    super('UPLOAD_CHANGED', 'The file in storage was replaced after the upload was completed.');
  }
}

/** The file's digest is not the one declared at `init`. */
export class ChecksumMismatchError extends DomainError {
  readonly kind = 'invalid';

  constructor() {
    super('CHECKSUM_MISMATCH', 'The file does not have the SHA-256 digest that was declared.');
  }
}

/** The job is no longer this attempt's: cancelled, removed, or given to another worker. Whatever it made must not be shown. */
export class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError';

  constructor() {
    super('The job was taken away from this worker.');
  }
}

/** The worker was told to stop; the job goes to another one. */
export class WorkerStoppingError extends Error {
  override readonly name = 'WorkerStoppingError';

  constructor() {
    super('The worker is stopping.');
  }
}
