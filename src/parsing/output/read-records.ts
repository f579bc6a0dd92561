import { DuckDBInstance } from '@duckdb/node-api';
import type { PreviewRecord } from '../preview-request.js';

type Cell = string | number | null;

/** The first records of a Parquet file that this parser wrote, in file order. */
export async function readFirstRecords(path: string, count: number): Promise<PreviewRecord[]> {
  const engine = await DuckDBInstance.create(':memory:', { threads: '1' });
  try {
    const connection = await engine.connect();
    const reader = await connection.runAndReadAll(
      `SELECT * REPLACE (
         strftime(timestamp, '%Y-%m-%dT%H:%M:%S.%fZ') AS timestamp,
         strftime(observed_timestamp, '%Y-%m-%dT%H:%M:%S.%fZ') AS observed_timestamp
       ) FROM read_parquet($path) LIMIT ${count}`,
      { path },
    );
    return reader.getRowObjectsJson().map((row) => toRecord(row as Readonly<Record<string, Cell>>));
  } finally {
    engine.closeSync();
  }
}

function toRecord(row: Readonly<Record<string, Cell>>): PreviewRecord {
  const text = (name: string): string | null => row[name] as string | null;
  return {
    line_no: Number(row['line_no']),
    line_count: Number(row['line_count']),
    timestamp: text('timestamp'),
    observed_timestamp: text('observed_timestamp') ?? '',
    severity_number: row['severity_number'] as number | null,
    severity_text: text('severity_text'),
    body: text('body') ?? '',
    service: text('service'),
    host: text('host'),
    trace_id: text('trace_id'),
    span_id: text('span_id'),
    attributes: JSON.parse(text('attributes') ?? '{}') as Record<string, unknown>,
    raw: text('raw') ?? '',
    labels: JSON.parse(text('labels') ?? '{}') as Record<string, string>,
  };
}
