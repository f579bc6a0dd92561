import { appendFileSync } from 'node:fs';

/** One line of what a fault test measured; the runner prints them together at the end. */
export type Figures = Readonly<Record<string, number | string>>;

/** Prints figures now, and once more at the end of the run. */
export function printFigures(fault: string, figures: Figures): void {
  const line = Object.entries(figures)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
  process.stderr.write(`${fault}: ${line}\n`);
  const file = process.env['TEST_FIGURES_FILE'];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify({ fault, ...figures })}\n`);
}

/** @returns the smallest of the numbers that this share of them does not exceed */
export function percentile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? NaN;
}

export const median = (numbers: readonly number[]): number => percentile(numbers, 0.5);

export const rounded = (number: number, digits = 2): number => Number(number.toFixed(digits));
