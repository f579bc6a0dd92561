import {
  DomainError,
  InvalidInputError,
  LimitedError,
  OverloadedError,
} from '../common/errors/domain.error.js';

/** The file is larger than the service takes. */
export class FileTooLargeError extends InvalidInputError {
  constructor(maxBytes: number) {
    super('FILE_TOO_LARGE', `A file may have at most ${maxBytes} bytes.`, [
      { pointer: '/size', detail: `size must not be greater than ${maxBytes}` },
    ]);
  }
}

/** Nothing of the filename can be shown. */
export class InvalidFilenameError extends InvalidInputError {
  constructor() {
    super('INVALID_FILENAME', 'The filename holds no character that can be shown.', [
      { pointer: '/filename', detail: 'filename holds no character that can be shown' },
    ]);
  }
}

/** `complete` was called and the file is not there; the job is FAILED. */
export class UploadMissingError extends DomainError {
  readonly kind = 'conflict';

  constructor() {
    super('UPLOAD_MISSING', 'The file was not uploaded; the job has failed.');
  }
}

/** `complete` was called and the file has another size than declared; the job is FAILED and the file removed. */
export class UploadSizeMismatchError extends DomainError {
  readonly kind = 'conflict';

  constructor(declaredBytes: number, actualBytes: number) {
    super(
      'UPLOAD_SIZE_MISMATCH',
      `The file has ${actualBytes} bytes and not the ${declaredBytes} declared; the job has failed.`,
    );
  }
}

/** The text is longer than a preview takes. */
export class PreviewTooLongError extends InvalidInputError {
  constructor(maxBytes: number) {
    super('PREVIEW_TOO_LONG', `A preview takes at most ${maxBytes} bytes of text.`, [
      { pointer: '/text', detail: `text must not have more than ${maxBytes} bytes as UTF-8` },
    ]);
  }
}

/** This user has asked for more previews than one may in a minute. */
export class PreviewLimitedError extends LimitedError {
  constructor(readonly retryAfterSeconds: number) {
    super('PREVIEW_LIMITED', 'Too many previews; wait for the seconds that Retry-After names.');
  }
}

/** As many previews are being made as this process makes at a time. */
export class PreviewBusyError extends LimitedError {
  readonly retryAfterSeconds = 1;

  constructor() {
    super('PREVIEW_BUSY', 'Too many previews are being made now; try again in a second.');
  }
}

/** `init` was repeated with its key, and the job that it made was removed meanwhile. */
export class UploadJobGoneError extends DomainError {
  readonly kind = 'conflict';

  constructor() {
    super('JOB_REMOVED', 'The job that was made with this Idempotency-Key was removed; use another key.');
  }
}

/** More work waits than can be done in good time; what was uploaded already is still taken. */
export class QueueOverloadedError extends OverloadedError {
  constructor() {
    super('QUEUE_OVERLOADED', 'Jobs are waiting for too long; try again later.', 30);
  }
}

/** A disk that new work needs has too little room. */
export class DiskFullError extends OverloadedError {
  constructor() {
    super('DISK_FULL', 'There is too little room for new files; try again later.', 60);
  }
}

/** The file comes whole: there are no parts. */
export class NotMultipartError extends DomainError {
  readonly kind = 'conflict';

  constructor() {
    super('NOT_MULTIPART', 'This upload has no parts; send the file to its presigned_url.');
  }
}

/** The file has fewer parts. */
export class PartNumberError extends InvalidInputError {
  /** @param pointer - where in the input the number stands */
  constructor(count: number, pointer: string) {
    super('INVALID_PART_NUMBER', `The parts of this upload are numbered from 1 to ${count}.`, [
      { pointer, detail: `the number of a part must be from 1 to ${count} here` },
    ]);
  }
}

/** Parts are missing, or have another size than planned; the job still waits for them. */
export class PartsMissingError extends DomainError {
  readonly kind = 'conflict';

  constructor(numbers: readonly number[]) {
    const shown = numbers.slice(0, 10).join(', ');
    super(
      'PARTS_MISSING',
      `${numbers.length} parts are missing: ${shown}${numbers.length > 10 ? ', …' : ''}.`,
    );
  }
}

/** What the client names is not what is there; the job still waits. */
export class PartsDifferError extends DomainError {
  readonly kind = 'conflict';

  constructor() {
    super('PARTS_DIFFER', 'The parts are not those that are there; list them and send again what differs.');
  }
}
