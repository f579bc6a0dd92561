import type { Output } from './output.js';
import { counted } from './units.js';

/** Waits that begin together end together, but for this. */
const SAME_WAIT_MS = 1_000;

/** Says that the service made this command wait: once, however many requests wait at the same time. */
export function waitNotes(output: Output): (seconds: number) => void {
  let toldUntil = 0;
  return (seconds) => {
    const until = performance.now() + seconds * 1_000;
    if (until <= toldUntil + SAME_WAIT_MS) return;
    toldUntil = until;
    output.note(`The service has too many requests; going on in ${counted(seconds, 'second')}.`);
  };
}
