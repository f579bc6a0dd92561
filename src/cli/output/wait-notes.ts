import type { Output } from './output.js';
import type { OnWait } from '../session/patient-fetch.js';
import { harmless } from './harmless.js';
import { counted } from './units.js';

/** Waits that begin together end together, but for this. */
const SAME_WAIT_MS = 1_000;

/** Says why this command waits: once, however many requests wait at the same time, and once that nobody answers. */
export function waitNotes(output: Output): OnWait {
  let toldUntil = 0;
  let fault: string | undefined;
  return (seconds, unreachable) => {
    if (unreachable !== undefined) {
      if (fault === undefined) output.note(`${harmless(unreachable.message)}; trying again.`);
      fault = unreachable.message;
      return;
    }
    const until = performance.now() + seconds * 1_000;
    if (until <= toldUntil + SAME_WAIT_MS) return;
    toldUntil = until;
    output.note(`The service has too many requests; going on in ${counted(seconds, 'second')}.`);
  };
}
