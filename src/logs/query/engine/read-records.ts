import type { DuckDBConnection } from '@duckdb/node-api';
import { Bindings } from './bindings.js';
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
 * Records by their rows. Where their text grows too long, the first of them: reading is begun again with half as many,
 * since the engine may give the rows of a list in any order.
 *
 * @param path - of the Parquet file
 * @param rows - ascending
 */
export async function readRows(
  connection: DuckDBConnection,
  path: string,
  rows: readonly number[],
  maxBytes: number,
): Promise<ReadRecords> {
  if (rows.length === 0) return { rows: [], texts: [], cut: false };
  const bindings = new Bindings();
  const source = sourceOf(path, bindings);
  // The limit follows from the condition, and tells the engine when nothing more can come.
  const condition = among(rows, bindings);
  const read = await readRecords(connection, source, [condition], rows.length, maxBytes, bindings);
  if (!read.cut) return inOrder(read);
  const first = await readRows(connection, path, rows.slice(0, Math.ceil(rows.length / 2)), maxBytes);
  return { ...first, cut: true };
}

/** The records of a file, each with its row, as a table function. */
export function sourceOf(path: string, bindings: Bindings): string {
  return `read_parquet(${bindings.text(path)}, file_row_number = true)`;
}

function inOrder({ rows, texts, cut }: ReadRecords): ReadRecords {
  const order = rows.map((_row, index) => index).sort((a, b) => (rows[a] ?? 0) - (rows[b] ?? 0));
  return { rows: order.map((at) => rows[at] ?? 0), texts: order.map((at) => texts[at] ?? ''), cut };
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
