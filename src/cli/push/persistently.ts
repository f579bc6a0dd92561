import { setTimeout as pause } from 'node:timers/promises';
import { AddressRefusedError, UploadCutError } from './put-bytes.js';

const MAX_ATTEMPTS = 8;
/** Fresh addresses that are refused as well are not refused for their age. */
const MAX_REFUSALS = 3;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;

/**
 * Does the work again after a cut, with growing pauses; it takes a fresh address each time.
 *
 * @throws the last cut, when it does not end; what is no cut at once
 */
export async function persistently<Result>(
  work: () => Promise<Result>,
  signal?: AbortSignal,
): Promise<Result> {
  let refusals = 0;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (error instanceof AddressRefusedError) refusals += 1;
      const mayGoWell = error instanceof UploadCutError && signal?.aborted !== true;
      if (!mayGoWell || refusals === MAX_REFUSALS || attempt === MAX_ATTEMPTS) throw error;
    }
    const wantedMs = FIRST_PAUSE_MS * 2 ** (attempt - 1);
    await pause(Math.min(wantedMs, LONGEST_PAUSE_MS), undefined, signal === undefined ? {} : { signal });
  }
}
