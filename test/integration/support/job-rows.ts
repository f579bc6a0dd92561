import { v7 as uuidv7 } from 'uuid';
import type { TestDatabase } from '../../support/database.js';

/** Adds an account. @returns its id */
export async function insertUser(database: TestDatabase, username = uuidv7()): Promise<string> {
  const userId = uuidv7();
  await database.query(
    `INSERT INTO users (user_id, username, email, password_hash, roles) VALUES ($1, $2, $3, 'x', '{user}')`,
    [userId, username, `${username}@example.com`],
  );
  return userId;
}

export type Columns = Readonly<Record<string, unknown>>;

/** Adds a job with its upload; columns given replace the defaults of a job that is QUEUED. @returns its id */
export async function insertJob(
  database: TestDatabase,
  ownerId: string,
  columns: Columns = {},
): Promise<string> {
  const jobId = uuidv7();
  const row = {
    job_id: jobId,
    owner_id: ownerId,
    job_type: 'FILE_UPLOAD',
    source: 'api',
    status: 'QUEUED',
    available_at: new Date(),
    ...columns,
  };
  await insert(database, 'jobs', row);
  await insert(database, 'file_uploads', {
    job_id: jobId,
    storage_type: 'LOCAL',
    object_key: `raw-logs/${jobId}.log`,
    original_filename: 'a.log',
    file_size: 1,
    log_format: 'auto',
    timezone: 'UTC',
    on_error: 'continue',
    expires_at: new Date(Date.now() + 60_000),
  });
  return jobId;
}

async function insert(database: TestDatabase, table: string, row: Columns): Promise<void> {
  const names = Object.keys(row);
  const places = names.map((_name, index) => `$${index + 1}`);
  await database.query(
    `INSERT INTO ${table} (${names.join(', ')}) VALUES (${places.join(', ')})`,
    Object.values(row),
  );
}

export interface JobRow {
  readonly status: string;
  readonly attempt: number;
  readonly retry_count: number;
  readonly progress: number;
  readonly error_code: string | null;
  readonly parquet_key: string | null;
  readonly heartbeat_at: Date | null;
  readonly available_at: Date | null;
  readonly finished_at: Date | null;
}

export async function readJob(database: TestDatabase, jobId: string): Promise<JobRow> {
  const [row] = await database.query<JobRow & Record<string, unknown>>(
    'SELECT * FROM jobs WHERE job_id = $1',
    [jobId],
  );
  if (row === undefined) throw new Error('There is no such job.');
  return row;
}
