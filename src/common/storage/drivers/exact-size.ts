import { Transform } from 'node:stream';
import { DomainError } from '../../errors/domain.error.js';

/** The body of an upload has another size than was declared and signed. */
export class UploadSizeError extends DomainError {
  readonly kind = 'invalid';

  constructor(declaredBytes: number) {
    super(
      'UPLOAD_SIZE_MISMATCH',
      `The body must have exactly the ${declaredBytes} bytes that were declared.`,
    );
  }
}

/** Lets through exactly so many bytes; fails on the first byte too many, or at the end when some are missing. */
export function exactly(bytes: number): Transform {
  let seen = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      if (seen > bytes) done(new UploadSizeError(bytes));
      else done(null, chunk);
    },
    flush(done) {
      done(seen === bytes ? null : new UploadSizeError(bytes));
    },
  });
}
