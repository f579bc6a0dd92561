import pg from 'pg';
import { AbortableClient } from '../../src/common/database/abortable-client.js';
import { RequestContext, runInRequestContext } from '../../src/common/context/request-context.js';
import { isStatementTimeout } from '../../src/common/database/database-errors.js';
import { type PostgresProcess, startPostgres } from '../support/postgres.js';

const MAX_CONNECTIONS = 8;
const DEADLINE_MS = 500;

let postgres: PostgresProcess;
const clients: pg.Client[] = [];

beforeAll(async () => {
  postgres = await startPostgres();
  const chief = await connected(new pg.Client({ connectionString: postgres.url }));
  await chief.query(`ALTER SYSTEM SET max_connections = ${MAX_CONNECTIONS}`);
  await chief.query('ALTER SYSTEM SET superuser_reserved_connections = 0');
  await postgres.crash();
  await postgres.start();
}, 60_000);
afterAll(async () => {
  await Promise.all(clients.map((client) => client.end().catch(() => undefined)));
  await postgres.stop();
});

async function connected<C extends pg.Client>(client: C): Promise<C> {
  client.on('error', () => undefined);
  await client.connect();
  clients.push(client);
  return client;
}

/** Takes what connections there are left. @returns what the last attempt was refused with */
async function takeEverySlot(): Promise<unknown> {
  for (let taken = 0; taken <= MAX_CONNECTIONS; taken += 1) {
    try {
      await connected(new pg.Client({ connectionString: postgres.url }));
    } catch (error) {
      return error;
    }
  }
  return undefined;
}

describe('a statement whose request is over', () => {
  it('is cancelled in the server though every connection slot is taken', async () => {
    const client = await connected(new AbortableClient({ connectionString: postgres.url }));
    expect(await takeEverySlot()).toMatchObject({ code: '53300' });

    const startedAt = performance.now();
    const error: unknown = await new Promise((resolve) => {
      runInRequestContext(new RequestContext('a-request', '', DEADLINE_MS), () => {
        (client.query('SELECT pg_sleep(20)') as Promise<unknown>).then(resolve, resolve);
      });
    });
    expect(isStatementTimeout(error)).toBe(true);
    expect(performance.now() - startedAt).toBeLessThan(DEADLINE_MS + 1_500);
    const again: unknown = await (client.query('SELECT 1 AS one') as Promise<unknown>);
    expect(again).toMatchObject({ rows: [{ one: 1 }] });
  });
});
