import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Every change of a job's state becomes a row, written by the statement that makes the change: whoever watches a job sees
 * each state, however short, from any process, and can go on where it was cut off.
 */
export class CreateJobEvents1764500000000 implements MigrationInterface {
  readonly name = 'CreateJobEvents1764500000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE job_events (
        event_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        job_id uuid NOT NULL,
        status text NOT NULL,
        progress smallint NOT NULL,
        attempt integer NOT NULL,
        retry_count integer NOT NULL,
        error_code text,
        error_message text,
        queued_at timestamptz(3),
        started_at timestamptz(3),
        finished_at timestamptz(3),
        occurred_at timestamptz(3) NOT NULL,
        CONSTRAINT job_events_job_fk FOREIGN KEY (job_id) REFERENCES jobs (job_id) ON DELETE CASCADE
      )`);
    await runner.query(`CREATE INDEX job_events_by_job ON job_events (job_id, event_id)`);
    await runner.query(`
      INSERT INTO job_events (job_id, status, progress, attempt, retry_count, error_code, error_message,
                              queued_at, started_at, finished_at, occurred_at)
      SELECT job_id, status, progress, attempt, retry_count, error_code, error_message,
             queued_at, started_at, finished_at, updated_at
      FROM jobs`);
    await runner.query(`
      CREATE FUNCTION note_job_event() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO job_events (job_id, status, progress, attempt, retry_count, error_code, error_message,
                                queued_at, started_at, finished_at, occurred_at)
        VALUES (NEW.job_id, NEW.status, NEW.progress, NEW.attempt, NEW.retry_count, NEW.error_code, NEW.error_message,
                NEW.queued_at, NEW.started_at, NEW.finished_at, NEW.updated_at);
        RETURN NULL;
      END $$`);
    await runner.query(`
      CREATE TRIGGER jobs_note_creation AFTER INSERT ON jobs
      FOR EACH ROW EXECUTE FUNCTION note_job_event()`);
    await runner.query(`
      CREATE TRIGGER jobs_note_transition AFTER UPDATE OF status ON jobs
      FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION note_job_event()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TRIGGER jobs_note_transition ON jobs`);
    await runner.query(`DROP TRIGGER jobs_note_creation ON jobs`);
    await runner.query(`DROP FUNCTION note_job_event()`);
    await runner.query(`DROP TABLE job_events`);
  }
}
