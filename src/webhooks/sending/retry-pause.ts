/**
 * The pause after an attempt that failed, spread over nine to eleven tenths of the scheduled one, so that messages that
 * failed together do not come back together.
 *
 * @param attempt - the one that failed, from 1
 * @returns null when it was the last
 */
export function retryPauseMs(
  scheduleSeconds: readonly number[],
  attempt: number,
  random = Math.random(),
): number | null {
  const seconds = scheduleSeconds[attempt - 1];
  return seconds === undefined ? null : Math.round(seconds * 1000 * (0.9 + random * 0.2));
}
