import { connect } from 'node:net';
import pg from 'pg';
import { type HttpClient, login } from '../support/http-client.js';
import { startStack, type Stack } from '../support/stack.js';
import { waitFor } from '../support/wait-for.js';
import { init } from './steps/jobs.js';
import { expectProblem } from './steps/problems.js';

const TIMEOUT_MS = 1_000;

describe('a request whose time is over', () => {
  let stack: Stack;
  let client: HttpClient;
  let blocker: pg.Client;

  beforeAll(async () => {
    stack = await startStack({ workers: 0, env: { REQUEST_TIMEOUT_SECONDS: '1' } });
    // On a busy machine a login may itself take longer than the requests here may.
    const patient = await stack.add('api', { REQUEST_TIMEOUT_SECONDS: '60' });
    client = stack.http.withToken((await login(patient.url, 'user')).access_token);
  }, 60_000);
  afterAll(() => stack.stop());
  beforeEach(async () => {
    blocker = new pg.Client({ connectionString: stack.databaseUrl });
    await blocker.connect();
    await blocker.query('BEGIN');
    await blocker.query('LOCK TABLE jobs IN ACCESS EXCLUSIVE MODE');
  });
  afterEach(() => blocker.end());

  /** Statements of the API that run or wait in the database. */
  const runningStatements = async (): Promise<string[]> => {
    const rows = await stack.query<{ query: string }>(
      `SELECT query FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'ingest-api' AND state <> 'idle'`,
    );
    return rows.map((row) => row.query);
  };

  it('is answered with 504, and nothing of it is left running a second later', async () => {
    const startedAt = performance.now();
    const answers = await Promise.all([
      client.get('/jobs'),
      client.get('/jobs/0190a6c0-7c4e-7b1a-9d2e-3f1c2b4a5d6e'),
      client.post('/ingest/files/init', { filename: 'a.log', size: 1 }),
    ]);
    const tookMs = performance.now() - startedAt;
    for (const answer of answers) expectProblem(answer, 504, 'REQUEST_TIMEOUT');
    expect(tookMs).toBeGreaterThanOrEqual(TIMEOUT_MS - 50);
    expect(tookMs).toBeLessThan(TIMEOUT_MS + 1_500);
    await waitFor(async () => (await runningStatements()).length === 0, {
      what: 'the statements to end',
      timeoutMs: 1_000,
    });
    expect((await stack.http.get('/health/live')).status).toBe(200);
  });

  it('is answered while its body is still on the way, and the connection is closed', async () => {
    const startedAt = performance.now();
    const answer = await sendUnfinished(stack.apiUrl, '/auth/login');
    expect(performance.now() - startedAt).toBeLessThan(TIMEOUT_MS + 1_500);
    const [head = '', body = ''] = answer.split('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1\.1 504 /);
    expect(head).toMatch(/^connection: close$/im);
    expect(head).toMatch(/^content-type: application\/problem\+json/im);
    expect(JSON.parse(body)).toMatchObject({ code: 'REQUEST_TIMEOUT', request_id: 'half-sent' });
    await waitFor(() => Promise.resolve(/"request_id":"half-sent".*"status":504/.test(stack.logs())), {
      what: 'the log line of the request',
    });
  });

  it('leaves the service as it was', async () => {
    expectProblem(await client.get('/jobs'), 504, 'REQUEST_TIMEOUT');
    await blocker.query('ROLLBACK');
    expect((await client.get('/jobs')).body).toEqual([]);
    expect((await init(client, 1)).job_id).toMatch(/-7/);
  });
});

/** Announces a body of 100 bytes, sends one, and reads what comes until the server closes the connection. */
function sendUnfinished(url: string, path: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(port), hostname, () => {
      socket.write(
        `POST ${path} HTTP/1.1\r\nHost: ${hostname}\r\nX-Request-Id: half-sent\r\n` +
          'Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{',
      );
    });
    socket.setEncoding('utf8').setTimeout(10_000, () => socket.destroy(new Error('nothing came')));
    socket.on('data', (chunk: string) => (answer += chunk));
    socket.on('end', () => {
      resolve(answer);
    });
    socket.on('error', reject);
  });
}
