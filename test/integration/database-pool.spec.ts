import { DataSource, QueryFailedError } from 'typeorm';
import { loadConfig } from '../../src/common/config/load-config.js';
import { ADVISORY_LOCKS, ifAlone } from '../../src/common/database/advisory-lock.js';
import { connectionOptions } from '../../src/common/database/data-source.options.js';
import { isDatabaseUnavailable, isStatementTimeout } from '../../src/common/database/database-errors.js';
import { prepared } from '../../src/common/database/prepared.js';
import { startTcpProxyTo } from '../support/tcp-proxy.js';
import { waitFor } from '../support/wait-for.js';
import { type ConnectedDatabase, connectDatabase } from './support/data-source.js';

let connected: ConnectedDatabase;

beforeAll(async () => {
  connected = await connectDatabase({ REQUEST_TIMEOUT_SECONDS: '1', DATABASE_POOL_SIZE: '2' });
});
afterAll(() => connected.close());

const failure = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => new Error('it did not fail'),
    (error: unknown) => error,
  );

describe('the pool', () => {
  it('stops a statement in the server when its time is over', async () => {
    const startedAt = performance.now();
    const error = await failure(connected.source.query('SELECT pg_sleep(20)'));
    expect(performance.now() - startedAt).toBeLessThan(3_000);
    expect(error).toBeInstanceOf(QueryFailedError);
    expect([isStatementTimeout(error), isDatabaseUnavailable(error)]).toEqual([true, false]);
    const left = await connected.database.query(
      `SELECT query FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%pg_sleep%' AND state = 'active'
       AND pid <> pg_backend_pid()`,
    );
    expect(left).toEqual([]);
  });

  it('ends a transaction that its process forgot', async () => {
    const forgotten = connected.source.createQueryRunner();
    await forgotten.startTransaction();
    const [session] = (await forgotten.query('SELECT pg_backend_pid() AS pid')) as { pid: number }[];
    await waitFor(
      async () => {
        const rows = await connected.database.query('SELECT 1 FROM pg_stat_activity WHERE pid = $1', [
          session?.pid,
        ]);
        return rows.length === 0;
      },
      { what: 'Postgres to end the session', timeoutMs: 5_000 },
    );
    expect(isDatabaseUnavailable(await failure(forgotten.query('SELECT 1')))).toBe(true);
    await failure(forgotten.release());
  });

  it('has the server plan a marked statement once for each connection, and no other', async () => {
    const runner = connected.source.createQueryRunner();
    const marked = prepared('answer', 'SELECT $1::int AS number');
    for (const number of [1, 2]) expect(await runner.query(marked, [number])).toEqual([{ number }]);
    await runner.query('SELECT $1::int AS number', [3]);
    const kept: unknown = await runner.query(
      'SELECT name, (generic_plans + custom_plans)::int AS uses FROM pg_prepared_statements',
    );
    expect(kept).toEqual([{ name: 'answer', uses: 2 }]);
    await runner.release();
  });

  it('survives that its connections are cut, says what happened, and gives none of them to the next caller', async () => {
    for (let count = 0; count < 20; count += 1) {
      const cut = failure(connected.source.query('SELECT pg_sleep(20)'));
      await waitFor(
        async () => {
          const ended = await connected.database.query(
            `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE datname = current_database() AND query LIKE '%pg_sleep%' AND pid <> pg_backend_pid() AND state = 'active'`,
          );
          return ended.length > 0;
        },
        { what: 'the backend to cut', intervalMs: 5 },
      );
      expect(isDatabaseUnavailable(await cut)).toBe(true);
      expect(await connected.source.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    }
  });

  it('survives a session that is ended as it begins, its greeting and its end read at once', async () => {
    const { database } = connected;
    const proxy = await startTcpProxyTo(database.url);
    const config = loadConfig({ ENVIRONMENT: 'test', DATABASE_URL: proxy.through(database.url) });
    const source = new DataSource(connectionOptions(config, 'ended-early'));
    try {
      await source.initialize();
      const first = source.createQueryRunner();
      await first.connect();
      // The last word of a client that logs in (RFC 5802, section 5.1: `c=`, the channel binding "n,,").
      const loggedIn = proxy.holdAt('c=biws', 'after');
      const second = failure(source.query('SELECT 1'));
      await loggedIn;
      const [ended] = await waitFor(
        async () => {
          const sessions = await database.query<{ pid: number }>(
            `SELECT pid FROM pg_stat_activity WHERE application_name = 'ended-early' AND state = 'idle' ORDER BY backend_start`,
          );
          return sessions.length === 2 && sessions.slice(1);
        },
        { what: 'the second session', intervalMs: 5 },
      );
      await database.query('SELECT pg_terminate_backend($1, 5000)', [ended?.pid]);
      proxy.restore();
      expect(await second).toMatchObject({ message: expect.stringContaining('is not queryable') as string });
      expect(isDatabaseUnavailable(await second)).toBe(true);
      expect(await first.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
      await first.release();
    } finally {
      if (source.isInitialized) await source.destroy();
      await proxy.stop();
    }
  });
});

describe('ifAlone', () => {
  it('lets one through at a time, and the next one when it is done', async () => {
    let inside = 0;
    const inner = jest.fn(() => Promise.resolve());
    const outer = await ifAlone(connected.config.database, ADVISORY_LOCKS.sweeper, async () => {
      inside += 1;
      expect(await ifAlone(connected.config.database, ADVISORY_LOCKS.sweeper, inner)).toBe(false);
    });
    expect([outer, inside]).toEqual([true, 1]);
    expect(inner).not.toHaveBeenCalled();
    expect(await ifAlone(connected.config.database, ADVISORY_LOCKS.sweeper, inner)).toBe(true);
  });

  it('stays alone for as long as the work takes, beyond the time that a session may be idle', async () => {
    const { database } = connected;
    const isOld = async (): Promise<boolean> =>
      (
        await database.query(
          `SELECT 1 FROM pg_locks l JOIN pg_stat_activity a USING (pid)
           WHERE l.locktype = 'advisory' AND a.datname = current_database() AND now() - a.xact_start > interval '6 s'`,
        )
      ).length > 0;
    const done = await ifAlone(connected.config.database, ADVISORY_LOCKS.sweeper, async () => {
      await waitFor(isOld, { what: 'the lock to be old', timeoutMs: 15_000, intervalMs: 250 });
    });
    expect(done).toBe(true);
  }, 20_000);

  it('says so when its session was ended meanwhile, and leaves the lock to others', async () => {
    const { database } = connected;
    const cut = ifAlone(connected.config.database, ADVISORY_LOCKS.sweeper, async () => {
      await database.query(
        `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      );
    });
    expect(isDatabaseUnavailable(await failure(cut))).toBe(true);
    expect(await ifAlone(connected.config.database, ADVISORY_LOCKS.sweeper, () => Promise.resolve())).toBe(
      true,
    );
  });

  it('gives the lock back when the work fails', async () => {
    const broken = ifAlone(connected.config.database, ADVISORY_LOCKS.sweeper, () =>
      Promise.reject(new Error('broken')),
    );
    await expect(broken).rejects.toThrow('broken');
    expect(await ifAlone(connected.config.database, ADVISORY_LOCKS.sweeper, () => Promise.resolve())).toBe(
      true,
    );
  });

  it('leaves the whole pool to the work', async () => {
    const runners = [1, 2].map(() => connected.source.createQueryRunner());
    await ifAlone(connected.config.database, ADVISORY_LOCKS.sweeper, async () => {
      const answers = await Promise.all(runners.map((runner) => runner.query('SELECT 1 AS one')));
      expect(answers).toEqual([[{ one: 1 }], [{ one: 1 }]]);
    });
    await Promise.all(runners.map((runner) => runner.release()));
  });
});
