import { setTimeout as pause } from 'node:timers/promises';

export interface WaitOptions {
  /** How long until it is a failure; default 10 s. */
  readonly timeoutMs?: number;
  /** Pause between two questions; default 25 ms. */
  readonly intervalMs?: number;
  /** What is waited for, for the message. */
  readonly what: string;
}

const DEFAULT_TIMEOUT_MS = 10_000;
const DEFAULT_INTERVAL_MS = 25;

/**
 * Waits for a condition. A condition that throws does not hold yet; its last error is told when time is up.
 *
 * @returns the first value that is neither false, null nor undefined
 */
export async function waitFor<T>(
  condition: () => Promise<T | false | null | undefined> | T | false | null | undefined,
  options: WaitOptions,
): Promise<T> {
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const deadline = performance.now() + timeoutMs;
  let reason = 'it never held';
  do {
    try {
      const value = await condition();
      if (value !== false && value !== null && value !== undefined) return value;
    } catch (error) {
      reason = error instanceof Error ? error.message : String(error);
    }
    await pause(options.intervalMs ?? DEFAULT_INTERVAL_MS);
  } while (performance.now() < deadline);
  throw new Error(`Waited ${timeoutMs} ms for ${options.what}: ${reason}`);
}
