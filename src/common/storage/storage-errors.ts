import { DomainError } from '../errors/domain.error.js';

/** There is no object with this key. */
export class ObjectNotFoundError extends DomainError {
  readonly kind = 'not_found';

  constructor(options?: ErrorOptions) {
    super('OBJECT_NOT_FOUND', 'The file is not in storage.', options);
  }
}

/** The object was replaced after it had been looked at. */
export class ObjectChangedError extends DomainError {
  readonly kind = 'conflict';

  constructor(options?: ErrorOptions) {
    super('OBJECT_CHANGED', 'The file in storage was replaced after the upload was completed.', options);
  }
}

/** The key is not one that this service makes. A defect of the caller, never a client's fault. */
export class InvalidKeyError extends DomainError {
  readonly kind = 'internal';

  constructor() {
    super('INVALID_OBJECT_KEY', 'The object key is not valid.');
  }
}

/** The URL was not signed by this service, was altered, or has expired; which of these is not told. */
export class InvalidUrlSignatureError extends DomainError {
  readonly kind = 'forbidden';

  constructor() {
    super('INVALID_URL_SIGNATURE', 'The URL is not valid or has expired.');
  }
}

/** An upload in parts was completed or aborted, so that no part can be added any more. */
export class MultipartGoneError extends DomainError {
  readonly kind = 'not_found';

  constructor(options?: ErrorOptions) {
    super('MULTIPART_GONE', 'The upload in parts has ended: it was completed or given up.', options);
  }
}
