import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateSessions1764100000000 implements MigrationInterface {
  readonly name = 'CreateSessions1764100000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE users ADD COLUMN sessions_valid_from timestamptz NOT NULL DEFAULT '-infinity'`,
    );
    await runner.query(`CREATE INDEX users_by_creation ON users (created_at DESC, user_id DESC)`);
    await runner.query(`
      CREATE TABLE sessions (
        session_id uuid PRIMARY KEY,
        user_id uuid NOT NULL,
        current_token_hash bytea NOT NULL,
        current_issued_at bigint NOT NULL,
        previous_token_hash bytea,
        rotated_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now(),
        last_used_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL,
        ended_at timestamptz,
        end_reason text,
        remote_address text,
        user_agent text,
        CONSTRAINT sessions_user_fk FOREIGN KEY (user_id) REFERENCES users (user_id) ON DELETE CASCADE,
        CONSTRAINT sessions_end_known CHECK (end_reason IN ('logout', 'revoked', 'reuse')),
        CONSTRAINT sessions_ended_for_a_reason CHECK ((ended_at IS NULL) = (end_reason IS NULL))
      )`);
    await runner.query(
      `CREATE INDEX sessions_living ON sessions (user_id, created_at DESC) WHERE ended_at IS NULL`,
    );
    await runner.query(`CREATE INDEX sessions_by_expiry ON sessions (expires_at)`);
    // What makes a session count, once, for everybody who asks.
    await runner.query(`
      CREATE VIEW living_sessions AS
      SELECT s.*, u.username, u.email, u.roles
      FROM sessions s JOIN users u ON u.user_id = s.user_id
      WHERE s.ended_at IS NULL AND s.expires_at > now() AND s.created_at >= u.sessions_valid_from AND u.is_active`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP VIEW living_sessions`);
    await runner.query(`DROP TABLE sessions`);
    await runner.query(`DROP INDEX users_by_creation`);
    await runner.query(`ALTER TABLE users DROP COLUMN sessions_valid_from`);
  }
}
