import { Transform } from 'node:stream';

/** Nothing has come for too long; the other side is gone without having said so. */
export class StalledStreamError extends Error {
  override readonly name = 'StalledStreamError';

  constructor(timeoutMs: number) {
    super(`nothing came for ${timeoutMs} ms`);
  }
}

/** Lets a stream through, and fails it when no chunk comes for `timeoutMs`. */
export function stallGuard(timeoutMs: number): Transform {
  const guard = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      timer.refresh();
      done(null, chunk);
    },
    destroy(error, done) {
      clearTimeout(timer);
      done(error);
    },
  });
  const timer = setTimeout(() => {
    guard.destroy(new StalledStreamError(timeoutMs));
  }, timeoutMs);
  return guard;
}
