import type { DuckDBConnection } from '@duckdb/node-api';
import type { PageQuery } from '../query-request.js';
import { Bindings } from './bindings.js';
import { conditionsOf, where } from './conditions.js';

/**
 * Rows of the next records that match. Only what the filter names is read.
 */
export async function findRows(
  connection: DuckDBConnection,
  query: Omit<PageQuery, 'limit'>,
  limit: number,
): Promise<number[]> {
  const bindings = new Bindings();
  const source = `read_parquet(${bindings.text(query.path)}, file_row_number = true)`;
  const conditions = conditionsOf(query.filter, bindings);
  if (query.after !== null) {
    const comparison = query.descending ? '<' : '>';
    conditions.unshift(`file_row_number ${comparison} ${bindings.integer(query.after)}`);
  }
  // Rows come in the order of the file anyway; sorting them would read all of it for every page.
  const order = query.descending ? ' ORDER BY file_row_number DESC' : '';
  const reader = await connection.runAndReadAll(
    `SELECT file_row_number FROM ${source}${where(conditions)}${order} LIMIT ${bindings.integer(limit)}`,
    bindings.values,
    bindings.types,
  );
  return (reader.getColumns()[0] ?? []).map(Number);
}
