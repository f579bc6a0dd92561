const MAX_DELAY_MS = 300_000;

/**
 * The pause before an attempt is repeated: doubles with each attempt, up to five minutes, and is spread over half to one
 * and a half times that, so that jobs that failed together do not come back together.
 *
 * @param attempt - the attempt that failed, from 1
 */
export function retryDelayMs(firstDelayMs: number, attempt: number, random = Math.random()): number {
  const delayMs = Math.min(firstDelayMs * 2 ** Math.max(0, attempt - 1), MAX_DELAY_MS);
  return Math.round(delayMs * (0.5 + random));
}
