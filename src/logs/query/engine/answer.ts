import type { DuckDBConnection } from '@duckdb/node-api';
import type { Query, QueryResults } from '../query-request.js';
import { countOverTime } from './count-over-time.js';
import { findNewest } from './find-newest.js';
import { profileFields } from './profile-fields.js';
import { readPage } from './read-page.js';
import { readRows } from './read-rows.js';

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
      return readRows(connection, query.path, query.rows, query.maxBytes);
    case 'histogram':
      return countOverTime(connection, query);
    case 'fields':
      return profileFields(connection, query);
  }
}
