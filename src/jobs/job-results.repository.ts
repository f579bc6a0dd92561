import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';

/** Finished jobs in the order in which a search looks into them: what was logged last comes first. */
export interface FinishedJobQuery {
  /** Null for everybody's. */
  readonly ownerId: string | null;
  /** Only jobs with records at or after this; RFC 3339. */
  readonly from: string | null;
  /** Only jobs with records at or before this; RFC 3339. */
  readonly to: string | null;
  /** Only jobs behind this one in the order. */
  readonly after: { readonly lastTimestamp: string; readonly jobId: string } | null;
  readonly limit: number;
}

export interface FinishedJob {
  readonly jobId: string;
  readonly parquetKey: string;
  /** Size of the Parquet file. */
  readonly parquetBytes: number;
  /** Latest timestamp among the job's records, cut to milliseconds; RFC 3339. */
  readonly lastTimestamp: string;
}

interface FinishedRow {
  readonly job_id: string;
  readonly parquet_key: string;
  readonly parquet_bytes: string | null;
  readonly last_timestamp: Date;
}

/** Finds finished jobs by the time span of their records. */
@Injectable()
export class JobResultsRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** The columns are cut to milliseconds and records are not, so that a job may end up to one millisecond later than it says. */
  async listFinished({ ownerId, from, to, after, limit }: FinishedJobQuery): Promise<FinishedJob[]> {
    const rows = await this.database.query<FinishedRow[]>(
      `SELECT job_id, parquet_key, last_timestamp,
         (SELECT file->>'bytes' FROM json_array_elements(statistics->'output_files') AS file
          WHERE file->>'kind' = 'parquet' LIMIT 1) AS parquet_bytes
       FROM jobs
       WHERE status = 'COMPLETED' AND parquet_key IS NOT NULL AND last_timestamp IS NOT NULL
         AND ($1::uuid IS NULL OR owner_id = $1)
         AND ($2::timestamptz IS NULL OR last_timestamp > $2::timestamptz - interval '1 millisecond')
         AND ($3::timestamptz IS NULL OR first_timestamp <= $3)
         AND ($4::timestamptz IS NULL OR (last_timestamp, job_id) < ($4, $5::uuid))
       ORDER BY last_timestamp DESC, job_id DESC
       LIMIT $6`,
      [ownerId, from, to, after?.lastTimestamp ?? null, after?.jobId ?? null, limit],
    );
    return rows.map((row) => ({
      jobId: row.job_id,
      parquetKey: row.parquet_key,
      parquetBytes: Number(row.parquet_bytes ?? 0),
      lastTimestamp: row.last_timestamp.toISOString(),
    }));
  }
}
