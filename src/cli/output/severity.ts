import type { Style } from './style.js';

/** The colour of a severity: by its word (`ERROR`) or by the number of OpenTelemetry's scale. */
export function severityPaint(severity: string | number | null, style: Style): (text: string) => string {
  const number = typeof severity === 'string' ? (FIRST_OF[severity] ?? 0) : (severity ?? 0);
  if (number >= 21) return style.magenta;
  if (number >= 17) return style.red;
  if (number >= 13) return style.yellow;
  if (number >= 9) return style.green;
  return number >= 1 ? style.cyan : style.dim;
}

/** The word for a number of the scale; empty where there is none. */
export function severityName(number: number | null): string {
  const names = Object.entries(FIRST_OF).filter(([, first]) => number !== null && first <= number);
  return names.at(-1)?.[0] ?? '';
}

/** OpenTelemetry logs data model, "Field: SeverityNumber". */
const FIRST_OF: Readonly<Record<string, number>> = {
  TRACE: 1,
  DEBUG: 5,
  INFO: 9,
  WARN: 13,
  ERROR: 17,
  FATAL: 21,
};
