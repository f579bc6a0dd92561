import { runOutsideRequest } from './context/request-context.js';

/**
 * Shares one answer among all who ask within a while. It is asked again when the last answer is so old, or was a failure;
 * outside of the request that comes first, whose client may be gone before the others have it.
 */
export function askedOnceIn<T>(freshMs: number, ask: () => Promise<T>): () => Promise<T> {
  let askedAt = -Infinity;
  let answer: Promise<T> | undefined;
  return () => {
    const now = performance.now();
    if (answer === undefined || now - askedAt > freshMs) {
      askedAt = now;
      answer = runOutsideRequest(ask).catch((error: unknown) => {
        askedAt = -Infinity;
        throw error;
      });
    }
    return answer;
  };
}
