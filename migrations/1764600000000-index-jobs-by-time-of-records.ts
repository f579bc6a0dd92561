import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a search across jobs walks along: finished jobs, those first whose last record is the newest. */
export class IndexJobsByTimeOfRecords1764600000000 implements MigrationInterface {
  readonly name = 'IndexJobsByTimeOfRecords1764600000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX jobs_by_time_of_records ON jobs (last_timestamp DESC, job_id DESC)
      WHERE status = 'COMPLETED' AND last_timestamp IS NOT NULL`);
    await runner.query(`
      CREATE INDEX jobs_by_owner_and_time_of_records ON jobs (owner_id, last_timestamp DESC, job_id DESC)
      WHERE status = 'COMPLETED' AND last_timestamp IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX jobs_by_owner_and_time_of_records`);
    await runner.query(`DROP INDEX jobs_by_time_of_records`);
  }
}
