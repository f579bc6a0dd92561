import pg from 'pg';
import { RequestContext, runInRequestContext } from '../../src/common/context/request-context.js';
import { AbortableClient } from '../../src/common/database/abortable-client.js';
import { isDatabaseUnavailable } from '../../src/common/database/database-errors.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { startTcpProxyTo, type TcpProxy } from '../support/tcp-proxy.js';

const STATEMENT_MS = 500;
const DEADLINE_MS = 200;

let database: TestDatabase;
let proxy: TcpProxy;
let pool: pg.Pool;

beforeEach(async () => {
  database = await createTestDatabase();
  proxy = await startTcpProxyTo(database.url);
  pool = new pg.Pool({
    connectionString: proxy.through(database.url),
    Client: AbortableClient,
    max: 2,
    connectionTimeoutMillis: 5_000,
    statement_timeout: STATEMENT_MS,
  });
});
afterEach(async () => {
  await pool.end();
  await proxy.stop();
  await database.drop();
});

/** Two statements on the pool's two connections, whose server goes without a word before it answers. */
async function askSilentServer(): Promise<unknown[]> {
  const clients = await Promise.all([pool.connect(), pool.connect()]);
  proxy.halfOpen();
  const errors = await Promise.all(
    clients.map((client) =>
      client.query('SELECT 1').then(
        () => null,
        (error: unknown) => error,
      ),
    ),
  );
  for (const client of clients) client.release();
  proxy.restore();
  return errors;
}

describe('connections whose server went without a word', () => {
  it('are given up when it must have answered, and others are made', async () => {
    const errors = await askSilentServer();
    expect(errors.map(isDatabaseUnavailable)).toEqual([true, true]);
    expect(pool.totalCount).toBe(0);
    expect((await pool.query<{ one: number }>('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  }, 20_000);

  it('are given up soon after the end of their request', async () => {
    const startedAt = performance.now();
    const errors = await new Promise<unknown[]>((resolve, reject) => {
      runInRequestContext(new RequestContext('a-request', '', DEADLINE_MS), () => {
        askSilentServer().then(resolve, reject);
      });
    });
    expect(errors.map(isDatabaseUnavailable)).toEqual([true, true]);
    expect(performance.now() - startedAt).toBeLessThan(STATEMENT_MS + 5_000);
    expect((await pool.query<{ one: number }>('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  }, 20_000);
});
