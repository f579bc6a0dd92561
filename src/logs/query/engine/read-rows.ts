import type { DuckDBConnection } from '@duckdb/node-api';
import { Bindings } from './bindings.js';
import { RECORD_COLUMNS, recordTexts } from './record-text.js';

/** Rows further apart are fetched apart, so that what lies between them is not read: half a row group of ours. */
const MAX_GAP = 61_440;

/**
 * Records by their rows, as JSON text, in the order of the file.
 *
 * @param rows - ascending
 * @param maxBytes - reading ends once the text is longer; one record is read at least
 */
export async function readRows(
  connection: DuckDBConnection,
  path: string,
  rows: readonly number[],
  maxBytes: number,
): Promise<string[]> {
  const texts: string[] = [];
  let bytes = 0;
  for (const run of runsOf(rows)) {
    for await (const chunk of readRun(connection, path, run)) {
      for (const text of chunk) {
        bytes += Buffer.byteLength(text);
        if (bytes > maxBytes && texts.length > 0) return texts;
        texts.push(text);
      }
    }
  }
  return texts;
}

function runsOf(rows: readonly number[]): number[][] {
  const runs: number[][] = [];
  for (const row of rows) {
    const run = runs.at(-1);
    const previous = run?.at(-1);
    if (run === undefined || previous === undefined || row - previous > MAX_GAP) runs.push([row]);
    else run.push(row);
  }
  return runs;
}

async function* readRun(
  connection: DuckDBConnection,
  path: string,
  run: readonly number[],
): AsyncGenerator<string[]> {
  const bindings = new Bindings();
  const [first = 0] = run;
  const last = run.at(-1) ?? first;
  const source = `read_parquet(${bindings.text(path)}, file_row_number = true)`;
  const range = `file_row_number BETWEEN ${bindings.integer(first)} AND ${bindings.integer(last)}`;
  const gaps = last - first + 1 > run.length;
  const among = gaps ? ` AND list_contains(${bindings.integers(run)}, file_row_number)` : '';
  const result = await connection.stream(
    `SELECT ${RECORD_COLUMNS} FROM ${source} WHERE ${range}${among}`,
    bindings.values,
    bindings.types,
  );
  for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0;) {
    yield recordTexts(chunk.getColumns(), chunk.rowCount);
    chunk = await result.fetchChunk();
  }
}
