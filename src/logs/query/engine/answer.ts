import type { DuckDBConnection } from '@duckdb/node-api';
import type { Query, QueryResults, RowsQuery } from '../query-request.js';
import { countOverTime } from './count-over-time.js';
import { findNewest } from './find-newest.js';
import { profileFields } from './profile-fields.js';
import { readPage } from './read-page.js';
import { readRows } from './read-records.js';

/** Answers a query of any kind. */
export function answer(
  connection: DuckDBConnection,
  query: Query,
): Promise<QueryResults[keyof QueryResults]> {
  switch (query.kind) {
    case 'page':
      return readPage(connection, query);
    case 'newest':
      return findNewest(connection, query);
    case 'rows':
      return readTexts(connection, query);
    case 'histogram':
      return countOverTime(connection, query);
    case 'fields':
      return profileFields(connection, query);
  }
}

async function readTexts(
  connection: DuckDBConnection,
  { path, rows, maxBytes }: RowsQuery,
): Promise<readonly string[]> {
  return (await readRows(connection, path, rows, maxBytes)).texts;
}
