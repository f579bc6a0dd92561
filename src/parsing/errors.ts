import { DomainError } from '../common/errors/domain.error.js';

/** The parser process died, by a signal, by running out of memory or by an error of its own. */
export class ParserCrashedError extends DomainError {
  readonly kind = 'internal';

  /** @param how what it did, without a word from the file */
  constructor(how: string, options?: ErrorOptions) {
    super('PARSER_CRASHED', `The parser ${how} before it had finished.`, options);
  }
}

/** The disk was full while the parser wrote; nothing is wrong with the file. */
export class ScratchFullError extends DomainError {
  readonly kind = 'unavailable';

  constructor(options?: ErrorOptions) {
    super('SCRATCH_FULL', 'The worker’s disk was full.', options);
  }
}

/** Parsing took longer than one file may take; trying again would take as long. */
export class ParseTimeoutError extends DomainError {
  readonly kind = 'invalid';

  constructor(timeoutMs: number) {
    super('PARSE_TIMEOUT', `The file could not be parsed within ${timeoutMs / 1000} seconds.`);
  }
}

/** The parser needed more memory than one file may take; trying again would need as much. */
export class ParseMemoryExceededError extends DomainError {
  readonly kind = 'invalid';

  constructor(maxBytes: number) {
    super('PARSE_MEMORY_EXCEEDED', `The file could not be parsed within ${maxBytes} bytes of memory.`);
  }
}

/** The parser wrote more to scratch than one file may take. */
export class ScratchExceededError extends DomainError {
  readonly kind = 'invalid';

  constructor(maxBytes: number) {
    super(
      'SCRATCH_LIMIT_EXCEEDED',
      `The file could not be parsed within ${maxBytes} bytes of scratch space.`,
    );
  }
}

/** A preview took longer than somebody should wait for it. */
export class PreviewTimeoutError extends DomainError {
  readonly kind = 'timeout';

  constructor(timeoutMs: number) {
    super('PREVIEW_TIMEOUT', `The text could not be previewed within ${timeoutMs / 1000} seconds.`);
  }
}
