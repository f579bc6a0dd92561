import { setTimeout as pause } from 'node:timers/promises';
import { UploadCutError } from './put-bytes.js';

const MAX_ATTEMPTS = 8;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;

/**
 * Does the work again after a cut, with growing pauses.
 *
 * @throws the last cut, when it does not end; what is no cut at once
 */
export async function persistently<Result>(
  work: () => Promise<Result>,
  signal?: AbortSignal,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const mayGoWell = error instanceof UploadCutError && signal?.aborted !== true;
      if (!mayGoWell || attempt === MAX_ATTEMPTS) throw error;
    }
    const wantedMs = FIRST_PAUSE_MS * 2 ** (attempt - 1);
    await pause(Math.min(wantedMs, LONGEST_PAUSE_MS), undefined, signal === undefined ? {} : { signal });
  }
}
