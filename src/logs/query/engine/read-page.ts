import type { DuckDBConnection } from '@duckdb/node-api';
import type { PageQuery, PageResult } from '../query-request.js';
import { findRows } from './find-rows.js';
import { readRows } from './read-rows.js';

/** One page of a file's records. */
export async function readPage(connection: DuckDBConnection, query: PageQuery): Promise<PageResult> {
  const found = await findRows(connection, query);
  const wanted = found.slice(0, query.limit);
  const texts = query.descending
    ? await readBackwards(connection, query, wanted)
    : await readRows(connection, query.path, wanted, query.maxBytes);
  return {
    text: Buffer.from(texts.join(query.separator)),
    count: texts.length,
    last: wanted[texts.length - 1] ?? null,
    more: found.length > texts.length,
  };
}

/** Reading goes forwards, so that a page that grows too long is read again with half as many records. */
async function readBackwards(
  connection: DuckDBConnection,
  query: PageQuery,
  wanted: readonly number[],
): Promise<string[]> {
  const texts = await readRows(connection, query.path, [...wanted].reverse(), query.maxBytes);
  if (texts.length === wanted.length) return texts.reverse();
  return readBackwards(connection, query, wanted.slice(0, Math.ceil(wanted.length / 2)));
}
