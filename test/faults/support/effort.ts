/** `full` runs every fault as often and as long as the promises say; else the short form that CI runs. */
export const IS_FULL = process.env['TEST_FAULTS'] === 'full';

/** @returns how often, or how long, in this form */
export function effort(short: number, full: number): number {
  return IS_FULL ? full : short;
}
