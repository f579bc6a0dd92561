import type { DataSource } from 'typeorm';

/** Locks of this service on its database; any numbers that differ. */
export const ADVISORY_LOCKS = {
  migrations: 4_617_315_517_961_601,
  sweeper: 4_617_315_517_961_602,
  firstAdmin: 4_617_315_517_961_603,
  storageSweeper: 4_617_315_517_961_604,
} as const;

/**
 * Does the work if nobody else on this database is doing it now. The lock belongs to a session of its own and ends with
 * it, so a process that dies leaves no lock behind.
 *
 * @returns whether the work was done
 */
export async function ifAlone(source: DataSource, lock: number, work: () => Promise<void>): Promise<boolean> {
  const session = source.createQueryRunner();
  try {
    const [row] = (await session.query('SELECT pg_try_advisory_lock($1) AS locked', [lock])) as {
      locked: boolean;
    }[];
    if (row?.locked !== true) return false;
    try {
      await work();
    } finally {
      await session.query('SELECT pg_advisory_unlock($1)', [lock]);
    }
    return true;
  } finally {
    await session.release();
  }
}
