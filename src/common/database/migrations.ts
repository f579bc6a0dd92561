import { CreateUsersAndJobs1764000000000 } from '../../../migrations/1764000000000-create-users-and-jobs.js';
import { CreateSessions1764100000000 } from '../../../migrations/1764100000000-create-sessions.js';
import { CreateJobEvents1764500000000 } from '../../../migrations/1764500000000-create-job-events.js';
import { IndexJobsByTimeOfRecords1764600000000 } from '../../../migrations/1764600000000-index-jobs-by-time-of-records.js';
import { CreateHousekeeping1764700000000 } from '../../../migrations/1764700000000-create-housekeeping.js';
import { CreateWebhooks1764900000000 } from '../../../migrations/1764900000000-create-webhooks.js';
import { CreateMultipartUploads1765000000000 } from '../../../migrations/1765000000000-create-multipart-uploads.js';

/** Every migration, oldest first. The command applies them; a start waits for them. */
export const MIGRATIONS = [
  CreateUsersAndJobs1764000000000,
  CreateSessions1764100000000,
  CreateJobEvents1764500000000,
  IndexJobsByTimeOfRecords1764600000000,
  CreateHousekeeping1764700000000,
  CreateWebhooks1764900000000,
  CreateMultipartUploads1765000000000,
];

/** Runs one statement. */
type Query = (sql: string) => Promise<readonly { readonly name: string | null }[]>;

/**
 * Names of the migrations that this version needs and the database has not. One that the database has and this version
 * does not know is fine: the next version is on its way.
 */
export async function missingMigrations(query: Query): Promise<string[]> {
  const [table] = await query(`SELECT to_regclass('migrations')::text AS name`);
  const applied = table?.name == null ? [] : await query('SELECT name FROM migrations');
  const names = new Set(applied.map((row) => row.name));
  return MIGRATIONS.map((migration) => migration.name).filter((name) => !names.has(name));
}
