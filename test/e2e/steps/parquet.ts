import { join } from 'node:path';
import { DuckDBInstance, type DuckDBValue } from '@duckdb/node-api';
import type { Stack } from '../../support/stack.js';
import type { Job } from './jobs.js';

/** Where an attempt's records lie in `LOCAL` storage. */
export function parquetPath(stack: Stack, job: Job, attempt = 1): string {
  return join(stack.storageDir, 'parsed', stemOf(job, attempt) + '.parquet');
}

/** Where an attempt's rejects lie in `LOCAL` storage. */
export function rejectsPath(stack: Stack, job: Job, attempt = 1): string {
  return join(stack.storageDir, 'rejects', stemOf(job, attempt) + '.ndjson');
}

function stemOf(job: Job, attempt: number): string {
  return `ingest_date=${job.created_at.slice(0, 10)}/job_id=${job.job_id}/attempt-${attempt}`;
}

/** Asks DuckDB about a Parquet file, which the statement names `records`. */
export async function queryParquet(path: string, sql: string): Promise<Record<string, DuckDBValue>[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    await connection.run(
      `CREATE VIEW records AS SELECT * FROM read_parquet('${path.replaceAll("'", "''")}', hive_partitioning = false)`,
    );
    const result = await connection.runAndReadAll(sql);
    return result.getRowObjects();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
