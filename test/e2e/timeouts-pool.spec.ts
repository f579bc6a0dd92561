import pg from 'pg';
import type { HttpClient } from '../support/http-client.js';
import { startStack, type Stack } from '../support/stack.js';
import { waitFor } from '../support/wait-for.js';
import { expectProblem } from './steps/problems.js';

/** Far more than any test here takes: what ends earlier was ended by something else. */
const REQUEST_TIMEOUT_SECONDS = '60';
/** What a caller waits for a connection of the pool, and some time to answer. */
const POOL_WAIT_MS = 5_000;
const ANSWER_MS = 2_000;

let stack: Stack;
let client: HttpClient;
let blocker: pg.Client;

beforeAll(async () => {
  stack = await startStack({
    workers: 0,
    env: { REQUEST_TIMEOUT_SECONDS, DATABASE_POOL_SIZE: '1' },
  });
  client = await stack.http.as('user');
}, 60_000);
afterAll(() => stack.stop());
beforeEach(async () => {
  blocker = new pg.Client({ connectionString: stack.databaseUrl });
  await blocker.connect();
  await blocker.query('BEGIN');
  await blocker.query('LOCK TABLE jobs IN ACCESS EXCLUSIVE MODE');
});
afterEach(() => blocker.end());

interface Connection {
  readonly state: string;
  readonly wait_event_type: string | null;
}

const connections = (): Promise<Connection[]> =>
  stack.query(
    `SELECT state, wait_event_type FROM pg_stat_activity
     WHERE datname = current_database() AND application_name LIKE 'ingest%'`,
  );

const blocked = async (): Promise<boolean> =>
  (await connections()).some((connection) => connection.wait_event_type === 'Lock');

/** Asks for the jobs, which waits for the lock, and goes away while it waits. */
async function askAndLeave(): Promise<void> {
  const leaving = new AbortController();
  const asked = client.get('/jobs', { signal: leaving.signal });
  await waitFor(blocked, { what: 'the statement to wait for the lock' });
  leaving.abort();
  await expect(asked).rejects.toThrow();
}

describe('a client that goes away', () => {
  it('takes its statement along', async () => {
    await askAndLeave();
    await waitFor(async () => !(await blocked()), { what: 'the statement to end', timeoutMs: 1_000 });
  });

  it('leaves the connection to the next one, whose statement is not cancelled', async () => {
    await askAndLeave();
    for (let index = 0; index < 10; index += 1) expect((await client.get('/auth/me')).status).toBe(200);
    expect((await connections()).map(({ state }) => state)).toEqual(['idle']);
  });
});

describe('a pool whose only connection is taken', () => {
  it('answers 503 after a while, and the service works again after it', async () => {
    const leaving = new AbortController();
    const first = client.get('/jobs', { signal: leaving.signal });
    await waitFor(blocked, { what: 'the connection to be taken' });
    const startedAt = performance.now();
    const answers = await Promise.all([client.get('/jobs'), client.get('/auth/me'), client.get('/jobs')]);
    expect(performance.now() - startedAt).toBeLessThan(POOL_WAIT_MS + ANSWER_MS);
    for (const answer of answers) {
      expectProblem(answer, 503, 'DATABASE_UNAVAILABLE');
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect((await stack.http.get('/health/live')).status).toBe(200);
    await blocker.query('ROLLBACK');
    expect((await first).status).toBe(200);
    const after = await Promise.all(Array.from({ length: 10 }, () => client.get('/jobs')));
    expect(after.map(({ status }) => status)).toEqual(after.map(() => 200));
    expect((await connections()).map(({ state }) => state)).toEqual(['idle']);
  });

  it('serves who waits, when who had it has gone away', async () => {
    const waiting = askAndLeave().then(() => client.get('/auth/me'));
    expect((await waiting).status).toBe(200);
    await blocker.query('ROLLBACK');
    expect((await client.get('/jobs')).body).toEqual([]);
  });
});
