import type pg from 'pg';
import type { AppConfig } from '../config/app-config.js';
import { onOneConnection } from './one-connection.js';

/** Locks of this service on its database; any numbers that differ. */
export const ADVISORY_LOCKS = {
  migrations: 4_617_315_517_961_601,
  sweeper: 4_617_315_517_961_602,
  firstAdmin: 4_617_315_517_961_603,
  storageSweeper: 4_617_315_517_961_604,
} as const;

/** Connections that a process may hold for its locks, beside those of its pool: both of a worker's sweepers at once. */
export const LOCK_CONNECTIONS = 2;

/** Whoever has given no sign of life for so long has lost its lock. */
const FROZEN_MS = 5_000;
const SIGN_OF_LIFE_MS = 1_000;

/** A lock that cannot be asked for in so long is not taken, milliseconds. */
const TIMEOUT_MS = 5_000;

/**
 * Does the work if nobody else on this database is doing it now. The lock belongs to a transaction of its own, which ends
 * with its session: a process that dies leaves no lock behind. One that is frozen gives no more signs of life, and Postgres
 * ends its session and its lock within 5 s. If it wakes up later it goes on without the lock, so the work has to stand that
 * somebody else does it too. The session is none of the pool's: however small that is, the work never waits for its own lock.
 *
 * @returns whether the work was done
 * @throws what the work throws, or that the session ended before the work did
 */
export async function ifAlone(
  { url }: AppConfig['database'],
  lock: number,
  work: () => Promise<void>,
): Promise<boolean> {
  const connection = { url, applicationName: 'ingest-lock', timeoutMs: TIMEOUT_MS };
  return onOneConnection(connection, async (session) => {
    await session.query('BEGIN');
    if (!(await tryLock(session, lock))) return false;
    await withSignsOfLife(session, work);
    await session.query('COMMIT');
    return true;
  });
}

async function tryLock(session: pg.Client, lock: number): Promise<boolean> {
  const { rows } = await session.query<{ locked: boolean }>(
    `SELECT set_config('idle_in_transaction_session_timeout', $1, true), pg_try_advisory_xact_lock($2) AS locked`,
    [String(FROZEN_MS), lock],
  );
  return rows[0]?.locked === true;
}

/** The work may take longer than a session may be idle: it waits for storage, or for a person who types a password. */
async function withSignsOfLife(session: pg.Client, work: () => Promise<void>): Promise<void> {
  let sign: Promise<void> | undefined;
  const timer = setInterval(() => {
    sign ??= session.query('SELECT 1').then(
      () => (sign = undefined),
      () => (sign = undefined),
    );
  }, SIGN_OF_LIFE_MS);
  try {
    await work();
  } finally {
    clearInterval(timer);
    await sign;
  }
}
