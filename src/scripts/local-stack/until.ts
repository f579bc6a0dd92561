import { setTimeout as pause } from 'node:timers/promises';

/**
 * Asks again and again until the answer is yes.
 *
 * @returns false when time was up, or `signal` said to give up
 */
export async function until(
  condition: () => Promise<boolean> | boolean,
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (signal?.aborted !== true) {
    if (await condition()) return true;
    if (performance.now() >= deadline) return false;
    await pause(50);
  }
  return false;
}
