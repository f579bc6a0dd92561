import type { DuckDBConnection } from '@duckdb/node-api';
import type { PageQuery, PageResult } from '../query-request.js';
import { Bindings } from './bindings.js';
import { conditionsOf } from './conditions.js';
import { findRows } from './find-rows.js';
import { type ReadRecords, readRecords, readRows, sourceOf } from './read-records.js';

/** Rows that are read at once with all their columns, before anything is looked for: twice the engine's vector. */
const NEAR_ROWS = 4_096;

/** One page of a file's records. */
export function readPage(connection: DuckDBConnection, query: PageQuery): Promise<PageResult> {
  return query.descending ? readBackwards(connection, query) : readForwards(connection, query);
}

/**
 * Where matches are frequent the next rows fill the page. Where they do not, the rows of the others are found first and
 * read afterwards, which spares reading every column of all that is passed over.
 */
async function readForwards(connection: DuckDBConnection, query: PageQuery): Promise<PageResult> {
  const { limit, maxBytes } = query;
  const begin = (query.after ?? -1) + 1;
  const end = begin + Math.max(NEAR_ROWS, limit);
  const near = await readNear(connection, query, begin, end);
  if (near.cut || near.rows.length > limit) return toResult(query, near, true);
  const missing = limit - near.rows.length;
  const found = await findRows(connection, { ...query, after: end }, missing + 1);
  const maxBytesLeft = maxBytes - near.texts.reduce((sum, text) => sum + text.length, 0);
  const far = await readRows(connection, query.path, found.slice(0, missing), maxBytesLeft);
  const rows = [...near.rows, ...far.rows];
  return toResult(
    query,
    { rows, texts: [...near.texts, ...far.texts], cut: far.cut },
    far.cut || found.length > missing,
  );
}

/** One record more than the page holds tells that another page follows. */
function readNear(
  connection: DuckDBConnection,
  query: PageQuery,
  begin: number,
  end: number,
): Promise<ReadRecords> {
  const bindings = new Bindings();
  const source = sourceOf(query.path, bindings);
  const range = `file_row_number BETWEEN ${bindings.integer(begin)} AND ${bindings.integer(end)}`;
  const conditions = [range, ...conditionsOf(query.filter, bindings)];
  return readRecords(connection, source, conditions, query.limit + 1, query.maxBytes, bindings);
}

async function readBackwards(connection: DuckDBConnection, query: PageQuery): Promise<PageResult> {
  const found = await findRows(connection, query, query.limit + 1);
  const wanted = found.slice(0, query.limit).reverse();
  const read = await readLast(connection, query, wanted);
  const page = { rows: read.rows.reverse(), texts: read.texts.reverse(), cut: read.cut };
  return toResult(query, page, found.length > page.rows.length);
}

/** Reading goes forwards, so that a page that grows too long is read again with half as many records. */
async function readLast(
  connection: DuckDBConnection,
  query: PageQuery,
  wanted: readonly number[],
): Promise<ReadRecords> {
  const read = await readRows(connection, query.path, wanted, query.maxBytes);
  return read.cut ? readLast(connection, query, wanted.slice(Math.floor(wanted.length / 2))) : read;
}

function toResult({ limit, separator }: PageQuery, read: ReadRecords, more: boolean): PageResult {
  const texts = read.texts.slice(0, limit);
  return {
    text: Buffer.from(texts.join(separator)),
    count: texts.length,
    last: read.rows[texts.length - 1] ?? null,
    more,
  };
}
