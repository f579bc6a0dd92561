/** `full` runs every fault as often and as long as the promises say; else a short form that fits into every run. */
export const IS_FULL = process.env['TEST_FAULTS'] === 'full';

/** @returns how often, or how long, in this form */
export function effort(short: number, full: number): number {
  return IS_FULL ? full : short;
}
