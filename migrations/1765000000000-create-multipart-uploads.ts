import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Big files arrive in parts: what storage calls such an upload, and how the file is cut. */
export class CreateMultipartUploads1765000000000 implements MigrationInterface {
  readonly name = 'CreateMultipartUploads1765000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE file_uploads ADD COLUMN multipart_upload_id text, ADD COLUMN part_bytes bigint`,
    );
    await runner.query(`
      ALTER TABLE file_uploads ADD CONSTRAINT file_uploads_parts_have_size
      CHECK ((multipart_upload_id IS NULL) = (part_bytes IS NULL))`);
    // An upload in parts that is not needed any more has no object yet; it is ended under its id.
    await runner.query(`ALTER TABLE object_removals ADD COLUMN multipart_upload_id text`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE object_removals DROP COLUMN multipart_upload_id`);
    await runner.query(`ALTER TABLE file_uploads DROP COLUMN multipart_upload_id, DROP COLUMN part_bytes`);
  }
}
