import type { ErrorCode } from './error-code.js';
import type { ErrorKind } from './error-kind.js';

/** One fault of an input, at a place in it. */
export interface FieldFault {
  /** JSON pointer into the body (RFC 6901), or `?name` for a query parameter. */
  readonly pointer: string;
  /** One sentence for a person. */
  readonly detail: string;
}

/**
 * Base of every error that this service raises knowingly.
 *
 * `code` is stable and part of the contract; `message` is one sentence for a person and is shown to clients, so it never
 * holds a path, a statement, a bucket or a line of a log.
 */
export abstract class DomainError extends Error {
  abstract readonly kind: ErrorKind;
  /** Faults by place, for kind `invalid`. */
  readonly faults: readonly FieldFault[] | undefined;

  constructor(
    readonly code: ErrorCode,
    message: string,
    options: ErrorOptions & { readonly faults?: readonly FieldFault[] } = {},
  ) {
    super(message, options);
    this.name = new.target.name;
    this.faults = options.faults;
  }
}

const UNAVAILABLE_CODES = {
  database: 'DATABASE_UNAVAILABLE',
  redis: 'REDIS_UNAVAILABLE',
  storage: 'STORAGE_UNAVAILABLE',
} as const;

/** A part that the service needs (Postgres, Redis, storage) cannot be asked now; the same call may work later. */
export class UnavailableError extends DomainError {
  readonly kind = 'unavailable';

  constructor(component: keyof typeof UNAVAILABLE_CODES, options?: ErrorOptions) {
    super(UNAVAILABLE_CODES[component], `The ${component} cannot be reached now; try again.`, options);
  }
}

/** Asked too often; the same call works again after `retryAfterSeconds`. */
export abstract class LimitedError extends DomainError {
  readonly kind = 'limited';
  abstract readonly retryAfterSeconds: number;
}

/** Every part answers, but there is more work than can be done now; the same call may work after `retryAfterSeconds`. */
export abstract class OverloadedError extends DomainError {
  readonly kind = 'unavailable';

  constructor(
    code: ErrorCode,
    message: string,
    readonly retryAfterSeconds: number,
  ) {
    super(code, message);
  }
}

/** The work was not done in time and was stopped. */
export class DeadlineExceededError extends DomainError {
  readonly kind = 'timeout';

  constructor(options?: ErrorOptions) {
    super('REQUEST_TIMEOUT', 'The request was not finished in time and was stopped.', options);
  }
}

/** The input is not valid; `faults` say where. */
export class InvalidInputError extends DomainError {
  readonly kind = 'invalid';

  constructor(code: ErrorCode, message: string, faults?: readonly FieldFault[]) {
    super(code, message, faults === undefined ? {} : { faults });
  }
}
