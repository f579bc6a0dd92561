import type { DuckDBValue } from '@duckdb/node-api';

/** What is read of each record, in the order in which `recordTexts` expects it. */
export const RECORD_COLUMNS = [
  ...['line_no', 'line_count', 'epoch_us(timestamp)', 'epoch_us(observed_timestamp)', 'severity_number'],
  ...['severity_text', 'body', 'service', 'host', 'trace_id', 'span_id', 'attributes', 'raw', 'labels'],
  'job_id',
].join(', ');

type Render = (value: DuckDBValue) => string;

const integer: Render = (value) => String(value);
const time: Render = (value) => `"${toRfc3339(value as bigint)}"`;
const text: Render = (value) => JSON.stringify(value);
/** JSON text goes out as it was written, so that numbers keep every digit; what may break its lines is white space. */
const json: Render = (value) => (value as string).replace(/[\n\r]/g, ' ');

const MEMBERS: readonly (readonly [string, Render])[] = [
  ['line_no', integer],
  ['line_count', integer],
  ['timestamp', time],
  ['observed_timestamp', time],
  ['severity_number', integer],
  ['severity_text', text],
  ['body', text],
  ['service', text],
  ['host', text],
  ['trace_id', text],
  ['span_id', text],
  ['attributes', json],
  ['raw', text],
  ['labels', json],
  ['job_id', text],
];

/** One JSON object a record, without a line break. */
export function recordTexts(columns: readonly (readonly DuckDBValue[])[], count: number): string[] {
  return Array.from({ length: count }, (_unused, row) => {
    const members = MEMBERS.map(([name, render], column) => {
      const value = columns[column]?.[row] ?? null;
      return `"${name}":${value === null ? 'null' : render(value)}`;
    });
    return `{${members.join(',')}}`;
  });
}

/** RFC 3339, UTC, with microseconds. */
function toRfc3339(micros: bigint): string {
  const fraction = ((micros % 1000n) + 1000n) % 1000n;
  const milliseconds = new Date(Number((micros - fraction) / 1000n)).toISOString();
  return `${milliseconds.slice(0, -1)}${String(fraction).padStart(3, '0')}Z`;
}
