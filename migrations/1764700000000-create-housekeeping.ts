import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateHousekeeping1764700000000 implements MigrationInterface {
  readonly name = 'CreateHousekeeping1764700000000';

  async up(runner: QueryRunner): Promise<void> {
    // The trace that queued the job: it goes on in the worker, whichever entry leads to it.
    await runner.query(`ALTER TABLE jobs ADD COLUMN traceparent text`);
    // Whose turn it is: the oldest waiting job of each owner, without a look at the others.
    await runner.query(
      `CREATE INDEX jobs_waiting ON jobs (owner_id, available_at, job_id) WHERE status = 'QUEUED'`,
    );
    await runner.query(`CREATE INDEX jobs_by_finish ON jobs (finished_at) WHERE finished_at IS NOT NULL`);
    // Storage lists keys by their bytes, so these are compared in the same way.
    await runner.query(
      `CREATE INDEX jobs_by_parquet_key ON jobs (parquet_key COLLATE "C") WHERE parquet_key IS NOT NULL`,
    );
    await runner.query(
      `CREATE INDEX jobs_by_rejects_key ON jobs (rejects_key COLLATE "C") WHERE rejects_key IS NOT NULL`,
    );
    await runner.query(`
      CREATE TABLE object_removals (
        object_key text PRIMARY KEY,
        due_at timestamptz NOT NULL DEFAULT now(),
        repeat_until timestamptz NOT NULL DEFAULT now()
      )`);
    await runner.query(`CREATE INDEX object_removals_due ON object_removals (due_at)`);
    await runner.query(`
      CREATE TABLE storage_scans (
        prefix text PRIMARY KEY,
        after_key text,
        resumes_at timestamptz NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE idempotency_keys (
        user_id uuid NOT NULL,
        route text NOT NULL,
        key text NOT NULL,
        fingerprint bytea NOT NULL,
        lease_token uuid NOT NULL,
        leased_until timestamptz NOT NULL,
        answer json,
        created_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL,
        CONSTRAINT idempotency_keys_pk PRIMARY KEY (user_id, route, key),
        CONSTRAINT idempotency_keys_user_fk FOREIGN KEY (user_id) REFERENCES users (user_id) ON DELETE CASCADE
      )`);
    await runner.query(`CREATE INDEX idempotency_keys_by_expiry ON idempotency_keys (expires_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE idempotency_keys`);
    await runner.query(`DROP TABLE storage_scans`);
    await runner.query(`DROP TABLE object_removals`);
    await runner.query(`DROP INDEX jobs_by_rejects_key`);
    await runner.query(`DROP INDEX jobs_by_parquet_key`);
    await runner.query(`DROP INDEX jobs_by_finish`);
    await runner.query(`DROP INDEX jobs_waiting`);
    await runner.query(`ALTER TABLE jobs DROP COLUMN traceparent`);
  }
}
