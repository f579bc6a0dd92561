const MAX_DELAY_MS = 300_000;

/**
 * The pause before an attempt is repeated: doubles with each retry, up to five minutes, and is spread over half to one
 * and a half times that, so that jobs that failed together do not come back together.
 *
 * @param retry - which retry it will be, from 1
 */
export function retryDelayMs(firstDelayMs: number, retry: number, random = Math.random()): number {
  const delayMs = Math.min(firstDelayMs * 2 ** Math.max(0, retry - 1), MAX_DELAY_MS);
  return Math.round(delayMs * (0.5 + random));
}
