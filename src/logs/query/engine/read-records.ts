import type { DuckDBConnection } from '@duckdb/node-api';
import type { Bindings } from './bindings.js';
import { where } from './conditions.js';
import { RECORD_COLUMNS, recordTexts } from './record-text.js';

/** Records as JSON text, each with its row, in the order of the file. */
export interface ReadRecords {
  readonly rows: number[];
  readonly texts: string[];
  /** Whether reading ended because the text grew too long. */
  cut: boolean;
}

/**
 * Reads records of one file; every column of everything that the conditions do not pass over is read, so that they should
 * name rows.
 *
 * @param source - the table function, as SQL
 * @param maxBytes - reading ends once the text is longer; one record is read at least
 */
export async function readRecords(
  connection: DuckDBConnection,
  source: string,
  conditions: readonly string[],
  limit: number,
  maxBytes: number,
  bindings: Bindings,
): Promise<ReadRecords> {
  const read: ReadRecords = { rows: [], texts: [], cut: false };
  const result = await connection.stream(
    `SELECT ${RECORD_COLUMNS}, file_row_number FROM ${source}${where(conditions)} LIMIT ${bindings.integer(limit)}`,
    bindings.values,
    bindings.types,
  );
  let bytes = 0;
  for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0;) {
    const columns = chunk.getColumns();
    const rows = columns.at(-1) ?? [];
    for (const [index, text] of recordTexts(columns, chunk.rowCount).entries()) {
      bytes += Buffer.byteLength(text);
      read.cut = bytes > maxBytes && read.texts.length > 0;
      if (read.cut) return read;
      read.texts.push(text);
      read.rows.push(Number(rows[index]));
    }
    chunk = await result.fetchChunk();
  }
  return read;
}

/**
 * Records by their rows.
 *
 * @param rows - ascending
 */
export async function readRows(
  connection: DuckDBConnection,
  source: string,
  rows: readonly number[],
  maxBytes: number,
  bindings: Bindings,
): Promise<ReadRecords> {
  if (rows.length === 0) return { rows: [], texts: [], cut: false };
  // The limit follows from the condition, and tells the engine when nothing more can come.
  return readRecords(connection, source, [among(rows, bindings)], rows.length, maxBytes, bindings);
}

/** A list is written out, since the engine skips parts of a file by what it knows when it plans; they are our own numbers. */
function among(rows: readonly number[], bindings: Bindings): string {
  const [first = 0] = rows;
  const last = rows.at(-1) ?? first;
  if (last - first + 1 === rows.length) {
    return `file_row_number BETWEEN ${bindings.integer(first)} AND ${bindings.integer(last)}`;
  }
  return `file_row_number IN (${rows.map((row) => BigInt(row).toString()).join(', ')})`;
}
