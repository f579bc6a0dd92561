import type { DataSource } from 'typeorm';
import { ADVISORY_LOCKS } from './advisory-lock.js';

/**
 * Brings the schema up to date, or reverts the last migration. TypeORM takes no lock, and replicas that start together
 * would apply a migration twice; a session-level advisory lock lets one through at a time.
 *
 * @param source - an initialised data source with its migrations
 * @returns names of the migrations applied or reverted, in order
 */
export async function runMigrations(source: DataSource, direction: 'up' | 'down'): Promise<string[]> {
  const lockHolder = source.createQueryRunner();
  try {
    await lockHolder.query('SELECT pg_advisory_lock($1)', [ADVISORY_LOCKS.migrations]);
    if (direction === 'up') return (await source.runMigrations()).map((migration) => migration.name);
    const [last] = await appliedNames(source);
    if (last === undefined) return [];
    await source.undoLastMigration();
    return [last];
  } finally {
    // Closing the session would release the lock too, but a pool keeps its sessions.
    await lockHolder
      .query('SELECT pg_advisory_unlock($1)', [ADVISORY_LOCKS.migrations])
      .catch(() => undefined);
    await lockHolder.release();
  }
}

async function appliedNames(source: DataSource): Promise<string[]> {
  const table = source.options.migrationsTableName ?? 'migrations';
  const [exists] = await source.query<{ name: string | null }[]>('SELECT to_regclass($1)::text AS name', [
    table,
  ]);
  if (exists?.name == null) return [];
  const rows = await source.query<{ name: string }[]>(`SELECT name FROM "${table}" ORDER BY id DESC`);
  return rows.map((row) => row.name);
}
