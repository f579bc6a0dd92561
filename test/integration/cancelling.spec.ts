import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { AbortableClient } from '../../src/common/database/abortable-client.js';
import { RequestContext, runInRequestContext } from '../../src/common/context/request-context.js';
import { isStatementTimeout } from '../../src/common/database/database-errors.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

const DEADLINE_MS = 500;

let database: TestDatabase;
/** May have one session, and no more. */
let role: string;
let url: string;
let client: AbortableClient;

beforeAll(async () => {
  database = await createTestDatabase();
  const password = randomUUID();
  role = `one_session_${password.slice(0, 8)}`;
  await database.query(`CREATE ROLE ${role} LOGIN PASSWORD '${password}' CONNECTION LIMIT 1`);
  const asRole = new URL(database.url);
  asRole.username = role;
  asRole.password = password;
  url = asRole.href;
  client = new AbortableClient({ connectionString: url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.query(`DROP ROLE ${role}`);
  await database.drop();
});

describe('a statement whose request is over', () => {
  it('is cancelled in the server though no session more can be opened', async () => {
    const second = new pg.Client({ connectionString: url });
    await expect(second.connect()).rejects.toMatchObject({ code: '53300' });

    const startedAt = performance.now();
    const error: unknown = await new Promise((resolve) => {
      runInRequestContext(new RequestContext('a-request', '', DEADLINE_MS), () => {
        (client.query('SELECT pg_sleep(20)') as Promise<unknown>).then(resolve, resolve);
      });
    });
    expect(isStatementTimeout(error)).toBe(true);
    expect(performance.now() - startedAt).toBeLessThan(DEADLINE_MS + 1_500);
    const again = await (client as pg.Client).query<{ one: number }>('SELECT 1 AS one');
    expect(again.rows).toEqual([{ one: 1 }]);
  });
});
