import type { Schemas } from '../../client/create-client.js';
import { harmless } from './harmless.js';
import type { Output } from './output.js';
import { count, spelled, time } from './units.js';

type Histogram = Schemas['HistogramDto'];

const ROWS = 8;
const EIGHTHS = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/** Draws counts over time: a column for each bucket, or for some together where there are more than fit in a line. */
export function drawHistogram(histogram: Histogram, output: Output): void {
  const { interval_seconds, buckets, without_timestamp } = histogram;
  const { style } = output;
  const first = buckets[0];
  if (first === undefined) return;
  const together = Math.ceil(buckets.length / Math.max(20, output.width - 2));
  const columns = columnsOf(buckets, together);
  const most = Math.max(1, ...columns);
  const interval = spelled(interval_seconds * together);
  output.line(
    `${style.bold('Records over time')} ${style.dim(`each column is ${interval}, the highest ${count(most)}`)}`,
  );
  for (let row = ROWS - 1; row >= 0; row -= 1) {
    const cells = columns.map((total) => cell(total / most, row)).join('');
    output.line(style.cyan(cells.trimEnd()));
  }
  const [from, to] = [time(first.start), time((buckets[(columns.length - 1) * together] ?? first).start)];
  output.line(style.dim(from + ' '.repeat(Math.max(1, columns.length - from.length - to.length)) + to));
  writeTotals(buckets, output);
  if (without_timestamp > 0) {
    output.line(style.dim(`In no column, for want of a timestamp: ${count(without_timestamp)}`));
  }
}

function columnsOf(buckets: Histogram['buckets'], together: number): number[] {
  const columns: number[] = [];
  for (let start = 0; start < buckets.length; start += together) {
    columns.push(buckets.slice(start, start + together).reduce((sum, { total }) => sum + total, 0));
  }
  return columns;
}

function writeTotals(buckets: Histogram['buckets'], output: Output): void {
  const { style } = output;
  const totals = new Map<string, number>();
  for (const [key, value] of buckets.flatMap(({ by }) => Object.entries(by))) {
    totals.set(key, (totals.get(key) ?? 0) + value);
  }
  const told = [...totals.values()].reduce((sum, total) => sum + total, 0);
  const rest = buckets.reduce((sum, { total }) => sum + total, 0) - told;
  const largest = [...totals].sort(([, a], [, b]) => b - a);
  for (const [key, total] of largest) output.line(`${harmless(key).padEnd(12)} ${count(total)}`);
  const label = largest.length === 0 ? 'without it' : 'others';
  if (rest > 0) output.line(style.dim(`${label.padEnd(12)} ${count(rest)}`));
}

/** What is not nothing is seen. */
function cell(share: number, row: number): string {
  const eighths = share > 0 ? Math.max(1, Math.round(share * ROWS * 8)) : 0;
  return EIGHTHS[Math.min(8, Math.max(0, eighths - row * 8))] ?? ' ';
}
