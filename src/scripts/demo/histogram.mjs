// Draws records over time, straight from the Parquet that the job wrote: any engine that reads Parquet could do this.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { bold, cyan, dim, number } from './terminal.mjs';

const COLUMNS = 64;
const ROWS = 6;
const BLOCKS = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/** Interval lengths that people can read, seconds. */
const INTERVALS = [
  1, 2, 5, 10, 30, 60, 120, 300, 600, 1_800, 3_600, 7_200, 21_600, 43_200, 86_400, 604_800, 2_592_000,
];

/** Draws nothing where the result lies in a storage this machine cannot look into. */
export async function showHistogram(storageDir, jobId) {
  const file = storageDir === undefined ? undefined : findParquet(storageDir, jobId);
  if (file === undefined) return;
  const { interval, buckets } = await countOverTime(file);
  if (buckets.length < 2) return;
  const most = Math.max(...buckets.map(({ count }) => count));
  console.log(
    `\n  ${bold('Records over time')} ${dim(`each column is ${spoken(interval)}, the highest ${number(most)}`)}`,
  );
  for (let row = ROWS - 1; row >= 0; row -= 1) {
    console.log(
      `  ${cyan(
        buckets
          .map(({ count }) => cell(count / most, row))
          .join('')
          .trimEnd(),
      )}`,
    );
  }
  const [first, last] = [label(buckets[0].start), label(buckets.at(-1).start)];
  console.log(
    `  ${dim(first + ' '.repeat(Math.max(1, buckets.length - first.length - last.length)) + last)}`,
  );
}

function findParquet(storageDir, jobId) {
  const parsed = join(storageDir, 'parsed');
  if (!existsSync(parsed)) return undefined;
  const found = readdirSync(parsed, { recursive: true })
    .map(String)
    .filter((name) => name.includes(jobId) && name.endsWith('.parquet'))
    .sort();
  return found.length === 0 ? undefined : join(parsed, found.at(-1));
}

async function countOverTime(file) {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const source = `read_parquet('${file.replaceAll("'", "''")}') WHERE timestamp IS NOT NULL`;
  const rowsOf = async (sql) => (await connection.runAndReadAll(sql)).getRows();
  try {
    const [[first, last]] = await rowsOf(
      `SELECT epoch(min(timestamp)), epoch(max(timestamp)) FROM ${source}`,
    );
    if (first === null) return { interval: 0, buckets: [] };
    const interval = INTERVALS.find((seconds) => (last - first) / seconds < COLUMNS) ?? INTERVALS.at(-1);
    const counted = await rowsOf(
      `SELECT floor(epoch(timestamp) / ${interval})::BIGINT, count(*) FROM ${source} GROUP BY 1 ORDER BY 1`,
    );
    return { interval, buckets: withoutGaps(counted, interval) };
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

function withoutGaps(counted, interval) {
  const counts = new Map(counted.map(([bucket, count]) => [Number(bucket), Number(count)]));
  const [first, last] = [Math.min(...counts.keys()), Math.max(...counts.keys())];
  return Array.from({ length: Math.min(last - first + 1, COLUMNS * 2) }, (_unused, index) => ({
    start: (first + index) * interval,
    count: counts.get(first + index) ?? 0,
  }));
}

function cell(share, row) {
  const eighths = share > 0 ? Math.max(1, Math.round(share * ROWS * 8)) : 0;
  return BLOCKS[Math.min(8, Math.max(0, eighths - row * 8))];
}

function label(epochSeconds) {
  return new Date(epochSeconds * 1000).toISOString().slice(0, 16).replace('T', ' ');
}

function spoken(seconds) {
  const [unit, length] = [
    ['day', 86_400],
    ['hour', 3_600],
    ['minute', 60],
    ['second', 1],
  ].find(([, size]) => seconds >= size);
  const count = seconds / length;
  return count === 1 ? `one ${unit}` : `${number(count)} ${unit}s`;
}
