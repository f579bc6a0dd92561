import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';

/** How far a scan is. */
export interface ScanPosition {
  readonly prefix: string;
  /** The last key that was looked at; null at the beginning. */
  readonly after: string | null;
}

/** A key that this service makes, taken apart; the attempt is null for raw files. */
export interface KnownKey {
  readonly key: string;
  readonly jobId: string;
  readonly attempt: number | null;
}

/** A row that says that a result lies in storage. */
export interface ResultRow {
  readonly jobId: string;
  readonly key: string;
  readonly objectKey: string;
  readonly etag: string | null;
}

export type ResultColumn = 'parquet_key' | 'rejects_key';

/** At most so many rows are found at once. */
export const ROWS_OF_PAGE = 5_000;

/** What the rows say about objects, and how far the scans of storage are; their position outlives the process. */
@Injectable()
export class StorageScanRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** The scans that may go on now; the one that has waited longest comes first. Between two of a prefix there is a pause. */
  async findDue(prefixes: readonly string[]): Promise<ScanPosition[]> {
    return this.database.query<ScanPosition[]>(
      `SELECT p.prefix, s.after_key AS after
       FROM unnest($1::text[]) WITH ORDINALITY AS p (prefix, place) LEFT JOIN storage_scans s USING (prefix)
       WHERE s.resumes_at IS NULL OR s.resumes_at <= now()
       ORDER BY s.resumes_at NULLS FIRST, p.place`,
      [prefixes],
    );
  }

  /** @param after - null when the next scan shall begin from the beginning */
  async moveTo({ prefix, after }: ScanPosition, pauseMs: number): Promise<void> {
    await this.database.query(
      `INSERT INTO storage_scans AS s (prefix, after_key, resumes_at)
       VALUES ($1, $2, now() + make_interval(secs => $3::double precision / 1000))
       ON CONFLICT (prefix) DO UPDATE SET after_key = excluded.after_key, resumes_at = excluded.resumes_at`,
      [prefix, after, pauseMs],
    );
  }

  /**
   * Which of these objects a job needs, or may need: an upload that is awaited or was completed, a result that a row leads
   * to, and whatever belongs to an attempt that still runs.
   */
  async findNeeded(keys: readonly KnownKey[]): Promise<Set<string>> {
    const rows = await this.database.query<{ key: string }[]>(
      `SELECT k.key
       FROM unnest($1::text[], $2::uuid[], $3::int[]) AS k (key, job_id, attempt)
       JOIN jobs j ON j.job_id = k.job_id
       JOIN file_uploads u ON u.job_id = k.job_id
       WHERE (u.object_key = k.key AND (j.status = 'CREATED' OR u.etag IS NOT NULL))
          OR j.parquet_key = k.key OR j.rejects_key = k.key
          OR (j.status = 'PROCESSING' AND j.attempt = k.attempt)`,
      [keys.map(({ key }) => key), keys.map(({ jobId }) => jobId), keys.map(({ attempt }) => attempt)],
    );
    return new Set(rows.map(({ key }) => key));
  }

  /** Ids of the uploads in parts that these jobs still wait for. */
  async findAwaited(jobIds: readonly string[]): Promise<Set<string>> {
    const rows = await this.database.query<{ id: string }[]>(
      `SELECT u.multipart_upload_id AS id FROM file_uploads u JOIN jobs j ON j.job_id = u.job_id
       WHERE u.job_id = ANY ($1) AND j.status = 'CREATED' AND u.multipart_upload_id IS NOT NULL`,
      [jobIds],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** Rows whose result should lie between two keys of this storage, and that finished a while ago; in the order of keys. */
  async findResults(
    column: ResultColumn,
    range: { readonly after: string; readonly upTo: string },
    place: { readonly storageType: string; readonly bucket: string | null },
    ageMs: number,
  ): Promise<ResultRow[]> {
    return this.database.query<ResultRow[]>(
      `SELECT j.job_id AS "jobId", j.${column} AS key, u.object_key AS "objectKey", u.etag
       FROM jobs j JOIN file_uploads u ON u.job_id = j.job_id
       WHERE j.status = 'COMPLETED' AND j.${column} COLLATE "C" > $1 AND j.${column} COLLATE "C" <= $2
         AND u.storage_type = $3 AND u.bucket IS NOT DISTINCT FROM $4
         AND j.finished_at < now() - make_interval(secs => $5::double precision / 1000)
       ORDER BY j.${column} COLLATE "C"
       LIMIT $6`,
      [range.after, range.upTo, place.storageType, place.bucket, ageMs, ROWS_OF_PAGE],
    );
  }

  /** COMPLETED → FAILED: its results are gone, and its file is there to make them again by `retry`. */
  async failWithoutResults(jobId: string, key: string): Promise<boolean> {
    const [rows] = await this.database.query<[unknown[], number]>(
      `UPDATE jobs
       SET status = 'FAILED', error_code = 'RESULTS_LOST',
           error_message = 'The results are not in storage any more; retry the job to make them again.',
           parquet_key = NULL, rejects_key = NULL, finished_at = now(), updated_at = now()
       WHERE job_id = $1 AND status = 'COMPLETED' AND $2 IN (parquet_key, rejects_key)
       RETURNING job_id`,
      [jobId, key],
    );
    return rows.length > 0;
  }
}
