import type { DuckDBConnection } from '@duckdb/node-api';
import type { NewestQuery, SearchPosition } from '../query-request.js';
import { Bindings } from './bindings.js';
import { conditionsOf, where } from './conditions.js';

/** Places of the newest records of several files, newest first; records without a timestamp are passed over. */
export async function findNewest(
  connection: DuckDBConnection,
  query: NewestQuery,
): Promise<SearchPosition[]> {
  const bindings = new Bindings();
  const source = `read_parquet(${bindings.texts(query.paths)}, file_row_number = true)`;
  const conditions = ['timestamp IS NOT NULL', ...conditionsOf(query.filter, bindings)];
  if (query.after !== null) conditions.push(behind(query.after, bindings));
  const limit = bindings.integer(query.limit);
  const reader = await connection.runAndReadAll(
    `SELECT epoch_us(timestamp), job_id, file_row_number FROM ${source}${where(conditions)}
     ORDER BY timestamp DESC, job_id DESC, file_row_number DESC LIMIT ${limit}`,
    bindings.values,
    bindings.types,
  );
  return reader.getRows().map(([micros, jobId, row]) => ({
    micros: micros as bigint,
    jobId: jobId as string,
    row: Number(row),
  }));
}

/** The first condition follows from the second and is what the engine can skip parts of a file by. */
function behind({ micros, jobId, row }: SearchPosition, bindings: Bindings): string {
  const time = bindings.timestamp(micros);
  const job = bindings.text(jobId);
  return `timestamp <= ${time} AND (timestamp < ${time} OR job_id < ${job}
    OR (job_id = ${job} AND file_row_number < ${bindings.integer(row)}))`;
}
