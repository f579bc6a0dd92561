import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Endpoints that users have named, and an outbox: whatever ends a job writes, in the same statement, what has to be told
 * about it and to whom.
 */
export class CreateWebhooks1764900000000 implements MigrationInterface {
  readonly name = 'CreateWebhooks1764900000000';

  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner);
    await runner.query(`
      CREATE FUNCTION note_webhook_message() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        said text := CASE
          WHEN NEW.status = 'COMPLETED' THEN 'job.completed'
          WHEN NEW.error_code = 'UPLOAD_EXPIRED' THEN 'job.expired'
          ELSE 'job.failed'
        END;
        message uuid := gen_random_uuid();
      BEGIN
        IF NOT EXISTS (
          SELECT 1 FROM webhook_endpoints e JOIN users u ON u.user_id = e.owner_id
          WHERE e.owner_id = NEW.owner_id AND e.is_enabled AND said = ANY (e.events) AND u.is_active
        ) THEN
          RETURN NULL;
        END IF;
        INSERT INTO webhook_messages (message_id, event, job, upload)
        SELECT message, said, to_json(NEW), (SELECT to_json(f) FROM file_uploads f WHERE f.job_id = NEW.job_id);
        -- Locked, so that an endpoint that is removed at this moment is left out and does not fail the job's own change.
        INSERT INTO webhook_deliveries (message_id, endpoint_id)
        SELECT message, e.endpoint_id FROM webhook_endpoints e
        WHERE e.owner_id = NEW.owner_id AND e.is_enabled AND said = ANY (e.events)
        FOR KEY SHARE;
        RETURN NULL;
      END $$`);
    await runner.query(`
      CREATE TRIGGER jobs_note_webhook_message AFTER UPDATE OF status ON jobs
      FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status AND NEW.status IN ('COMPLETED', 'FAILED'))
      EXECUTE FUNCTION note_webhook_message()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TRIGGER jobs_note_webhook_message ON jobs`);
    await runner.query(`DROP FUNCTION note_webhook_message()`);
    await runner.query(`DROP TABLE webhook_deliveries`);
    await runner.query(`DROP TABLE webhook_messages`);
    await runner.query(`DROP TABLE webhook_endpoints`);
  }
}

async function createTables(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE TABLE webhook_endpoints (
      endpoint_id uuid PRIMARY KEY,
      owner_id uuid NOT NULL,
      url text NOT NULL,
      events text[] NOT NULL,
      description text,
      is_enabled boolean NOT NULL DEFAULT true,
      disabled_reason text,
      secret bytea NOT NULL,
      previous_secret bytea,
      previous_secret_until timestamptz(3),
      created_at timestamptz(3) NOT NULL DEFAULT now(),
      updated_at timestamptz(3) NOT NULL DEFAULT now(),
      CONSTRAINT webhook_endpoints_owner_fk FOREIGN KEY (owner_id) REFERENCES users (user_id) ON DELETE CASCADE,
      CONSTRAINT webhook_endpoints_events_known CHECK (
        cardinality(events) > 0 AND events <@ ARRAY['job.completed', 'job.failed', 'job.expired']::text[]
      )
    )`);
  await runner.query(
    `CREATE INDEX webhook_endpoints_by_owner ON webhook_endpoints (owner_id, created_at DESC, endpoint_id DESC)`,
  );
  await runner.query(`
    CREATE TABLE webhook_messages (
      message_id uuid PRIMARY KEY,
      event text NOT NULL,
      job json,
      upload json,
      occurred_at timestamptz(3) NOT NULL DEFAULT now()
    )`);
  await runner.query(`CREATE INDEX webhook_messages_by_time ON webhook_messages (occurred_at)`);
  await runner.query(`
    CREATE TABLE webhook_deliveries (
      delivery_id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      message_id uuid NOT NULL,
      endpoint_id uuid NOT NULL,
      status text NOT NULL DEFAULT 'PENDING',
      attempts integer NOT NULL DEFAULT 0,
      due_at timestamptz(3) NOT NULL DEFAULT now(),
      leased_until timestamptz,
      last_attempt_at timestamptz(3),
      last_status_code integer,
      last_error text,
      created_at timestamptz(3) NOT NULL DEFAULT now(),
      finished_at timestamptz(3),
      CONSTRAINT webhook_deliveries_message_fk FOREIGN KEY (message_id)
        REFERENCES webhook_messages (message_id) ON DELETE CASCADE,
      CONSTRAINT webhook_deliveries_endpoint_fk FOREIGN KEY (endpoint_id)
        REFERENCES webhook_endpoints (endpoint_id) ON DELETE CASCADE,
      CONSTRAINT webhook_deliveries_status_known CHECK (status IN ('PENDING', 'DELIVERED', 'FAILED')),
      CONSTRAINT webhook_deliveries_finished_when CHECK ((status = 'PENDING') = (finished_at IS NULL))
    )`);
  await runner.query(`CREATE INDEX webhook_deliveries_by_message ON webhook_deliveries (message_id)`);
  await runner.query(
    `CREATE INDEX webhook_deliveries_by_endpoint ON webhook_deliveries (endpoint_id, created_at DESC, delivery_id DESC)`,
  );
  await runner.query(
    `CREATE INDEX webhook_deliveries_due ON webhook_deliveries (endpoint_id, due_at) WHERE status = 'PENDING'`,
  );
  await runner.query(
    `CREATE INDEX webhook_deliveries_leased ON webhook_deliveries (endpoint_id, leased_until) WHERE leased_until IS NOT NULL`,
  );
}
