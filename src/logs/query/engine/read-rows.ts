import type { DuckDBConnection } from '@duckdb/node-api';
import { Bindings } from './bindings.js';
import { RECORD_COLUMNS, recordTexts } from './record-text.js';

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
  if (rows.length === 0) return texts;
  let bytes = 0;
  for await (const chunk of readChunks(connection, path, rows)) {
    for (const text of chunk) {
      bytes += Buffer.byteLength(text);
      if (bytes > maxBytes && texts.length > 0) return texts;
      texts.push(text);
    }
  }
  return texts;
}

async function* readChunks(
  connection: DuckDBConnection,
  path: string,
  rows: readonly number[],
): AsyncGenerator<string[]> {
  const bindings = new Bindings();
  const source = `read_parquet(${bindings.text(path)}, file_row_number = true)`;
  // The limit follows from the condition, and tells the engine when nothing more can come.
  const limit = bindings.integer(rows.length);
  const result = await connection.stream(
    `SELECT ${RECORD_COLUMNS} FROM ${source} WHERE ${among(rows, bindings)} LIMIT ${limit}`,
    bindings.values,
    bindings.types,
  );
  for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0;) {
    yield recordTexts(chunk.getColumns(), chunk.rowCount);
    chunk = await result.fetchChunk();
  }
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
