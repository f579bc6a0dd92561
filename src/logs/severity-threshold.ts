/** Least number of each range of the OpenTelemetry logs data model, and of common words that stand for one. */
const NUMBERS: Readonly<Record<string, number>> = {
  trace: 1,
  debug: 5,
  info: 9,
  information: 9,
  notice: 10,
  warn: 13,
  warning: 13,
  err: 17,
  error: 17,
  critical: 21,
  fatal: 21,
};
/** As OpenTelemetry names the numbers within a range: `ERROR3` is 19. */
const STEP = /^(trace|debug|info|warn|error|fatal)([2-4])$/;

/** The number of a severity given as `17`, `error` or `ERROR2`; null where it is none. */
export function parseSeverity(text: string): number | null {
  if (/^\d{1,2}$/.test(text)) return Number(text) >= 1 && Number(text) <= 24 ? Number(text) : null;
  const word = text.toLowerCase();
  const step = STEP.exec(word);
  if (step !== null) return (NUMBERS[step[1] ?? ''] ?? 0) + Number(step[2]) - 1;
  return Object.hasOwn(NUMBERS, word) ? (NUMBERS[word] ?? null) : null;
}
