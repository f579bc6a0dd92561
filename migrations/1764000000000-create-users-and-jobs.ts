import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateUsersAndJobs1764000000000 implements MigrationInterface {
  readonly name = 'CreateUsersAndJobs1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE users (
        user_id uuid PRIMARY KEY,
        username text NOT NULL,
        email text NOT NULL,
        password_hash text NOT NULL,
        roles text[] NOT NULL,
        is_active boolean NOT NULL DEFAULT true,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        updated_at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT users_roles_known CHECK (
          cardinality(roles) > 0 AND roles <@ ARRAY['admin', 'user', 'viewer']::text[]
        )
      )`);
    await runner.query(`CREATE UNIQUE INDEX users_username_unique ON users (lower(username))`);
    await runner.query(`CREATE UNIQUE INDEX users_email_unique ON users (lower(email))`);

    await runner.query(`
      CREATE TABLE jobs (
        job_id uuid PRIMARY KEY,
        owner_id uuid NOT NULL,
        job_type text NOT NULL,
        source text NOT NULL,
        status text NOT NULL,
        progress smallint NOT NULL DEFAULT 0,
        attempt integer NOT NULL DEFAULT 0,
        retry_count integer NOT NULL DEFAULT 0,
        error_code text,
        error_message text,
        statistics json,
        parquet_key text,
        rejects_key text,
        first_timestamp timestamptz(3),
        last_timestamp timestamptz(3),
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        queued_at timestamptz(3),
        available_at timestamptz(3),
        started_at timestamptz(3),
        heartbeat_at timestamptz(3),
        finished_at timestamptz(3),
        updated_at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT jobs_owner_fk FOREIGN KEY (owner_id) REFERENCES users (user_id),
        CONSTRAINT jobs_type_known CHECK (job_type IN ('FILE_UPLOAD')),
        CONSTRAINT jobs_status_known CHECK (status IN ('CREATED', 'QUEUED', 'PROCESSING', 'COMPLETED', 'FAILED')),
        CONSTRAINT jobs_progress_percent CHECK (progress BETWEEN 0 AND 100),
        CONSTRAINT jobs_failed_has_code CHECK (status <> 'FAILED' OR error_code IS NOT NULL),
        CONSTRAINT jobs_finished_when CHECK ((status IN ('COMPLETED', 'FAILED')) = (finished_at IS NOT NULL)),
        CONSTRAINT jobs_completed_has_result CHECK (status <> 'COMPLETED' OR (parquet_key IS NOT NULL AND statistics IS NOT NULL))
      )`);
    await runner.query(`CREATE INDEX jobs_by_owner ON jobs (owner_id, created_at DESC, job_id DESC)`);
    await runner.query(
      `CREATE INDEX jobs_by_owner_and_status ON jobs (owner_id, status, created_at DESC, job_id DESC)`,
    );
    await runner.query(`CREATE INDEX jobs_by_creation ON jobs (created_at DESC, job_id DESC)`);
    await runner.query(`CREATE INDEX jobs_by_status ON jobs (status, created_at DESC, job_id DESC)`);
    await runner.query(`
      CREATE INDEX jobs_unfinished ON jobs (status, available_at, heartbeat_at)
      WHERE status IN ('CREATED', 'QUEUED', 'PROCESSING')`);

    await runner.query(`
      CREATE TABLE file_uploads (
        job_id uuid PRIMARY KEY,
        storage_type text NOT NULL,
        bucket text,
        object_key text NOT NULL,
        local_path text,
        original_filename text NOT NULL,
        file_size bigint NOT NULL,
        log_format text NOT NULL,
        timezone text NOT NULL,
        on_error text NOT NULL,
        max_rejects integer,
        sha256 text,
        labels jsonb NOT NULL DEFAULT '{}',
        etag text,
        expires_at timestamptz(3) NOT NULL,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT file_uploads_job_fk FOREIGN KEY (job_id) REFERENCES jobs (job_id) ON DELETE CASCADE,
        CONSTRAINT file_uploads_storage_known CHECK (storage_type IN ('S3', 'LOCAL')),
        CONSTRAINT file_uploads_format_known CHECK (log_format IN ('json', 'ndjson', 'csv', 'text', 'auto')),
        CONSTRAINT file_uploads_on_error_known CHECK (on_error IN ('continue', 'abort')),
        CONSTRAINT file_uploads_size_positive CHECK (file_size > 0)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE file_uploads`);
    await runner.query(`DROP TABLE jobs`);
    await runner.query(`DROP TABLE users`);
  }
}
