import { DomainError, InvalidInputError } from '../errors/domain.error.js';
import type { ErrorCode } from '../errors/error-code.js';
import type { ErrorKind } from '../errors/error-kind.js';

/** The key is no text that a key may be. */
export class InvalidIdempotencyKeyError extends InvalidInputError {
  constructor() {
    super('INVALID_IDEMPOTENCY_KEY', 'Idempotency-Key must be 1 to 255 visible ASCII characters.');
  }
}

/** The key was used with another body. */
export class IdempotencyKeyReusedError extends DomainError {
  readonly kind = 'invalid';

  constructor() {
    super('IDEMPOTENCY_KEY_REUSED', 'The Idempotency-Key was used for another request before.');
  }
}

/** The first request with the key is still running, or its process died a moment ago. */
export class IdempotencyKeyInUseError extends DomainError {
  readonly kind = 'conflict';

  constructor() {
    super('IDEMPOTENCY_KEY_IN_USE', 'A request with this Idempotency-Key is still running; try again.');
  }
}

/** What the first request was refused with, told again. */
export class RepeatedRefusal extends DomainError {
  constructor(
    readonly kind: ErrorKind,
    code: ErrorCode,
    message: string,
  ) {
    super(code, message);
  }
}
