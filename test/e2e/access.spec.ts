import { randomUUID } from 'node:crypto';
import { DEFAULT_USERS, type HttpClient, login, type Tokens } from '../support/http-client.js';
import { startStack, type Stack } from '../support/stack.js';
import { init, type Job } from './steps/jobs.js';
import { expectProblem } from './steps/problems.js';

let stack: Stack;
let tokens: Tokens;
let user: HttpClient;
let admin: HttpClient;
let viewer: HttpClient;

beforeAll(async () => {
  stack = await startStack({ workers: 0 });
  tokens = await login(stack.apiUrl, 'user');
  user = stack.http.withToken(tokens.access_token);
  [admin, viewer] = await Promise.all([stack.http.as('admin'), stack.http.as('viewer')]);
}, 60_000);
afterAll(() => stack.stop());

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const decode = (part: string | undefined): Record<string, unknown> =>
  JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8')) as Record<string, unknown>;

describe('a token', () => {
  const refused = async (authorization: string | undefined): Promise<void> => {
    const headers = authorization === undefined ? {} : { Authorization: authorization };
    const answer = await stack.http.get('/auth/me', { headers });
    const problem = expectProblem(answer, 401, 'UNAUTHENTICATED');
    const hasToken = /^bearer \S/i.test(authorization ?? '');
    expect(problem.detail).toMatch(hasToken ? /refresh it, or log in again/ : /log in and send it/);
    expect(answer.headers.get('www-authenticate')).toBe(
      hasToken ? 'Bearer realm="ingest", error="invalid_token"' : 'Bearer realm="ingest"',
    );
  };

  it('is taken when it holds', async () => {
    expect((await user.get('/auth/me')).status).toBe(200);
  });

  it('is needed', async () => {
    await refused(undefined);
    await refused('Bearer');
    await refused('Bearer ');
    await refused(tokens.access_token);
    await refused(`Basic ${Buffer.from('user:user123').toString('base64')}`);
  });

  it('that is none is refused', async () => {
    await refused('Bearer abc');
    await refused('Bearer a.b.c');
    await refused(`Bearer ${'x'.repeat(5_000)}`);
  });

  it('for refreshing opens nothing', async () => {
    await refused(`Bearer ${tokens.refresh_token}`);
  });

  it('that claims to need no signature is refused', async () => {
    const [header, payload] = tokens.access_token.split('.');
    for (const alg of ['none', 'None', 'NONE']) {
      await refused(`Bearer ${encode({ ...decode(header), alg })}.${payload ?? ''}.`);
    }
  });

  it('whose payload was changed is refused', async () => {
    const [header, payload, signature] = tokens.access_token.split('.');
    const changed = encode({ ...decode(payload), sub: randomUUID() });
    await refused(`Bearer ${header ?? ''}.${changed}.${signature ?? ''}`);
  });

  it('in the query opens nothing', async () => {
    expectProblem(
      await stack.http.get(`/auth/me?access_token=${tokens.access_token}`),
      401,
      'UNAUTHENTICATED',
    );
  });

  it('of a disabled account holds no longer', async () => {
    const other = await stack.http.as('viewer');
    await stack.query(`UPDATE users SET is_active = false WHERE username = 'viewer'`);
    try {
      expectProblem(await other.get('/auth/me'), 401, 'UNAUTHENTICATED');
      expectProblem(await stack.http.post('/auth/login', DEFAULT_USERS.viewer), 401, 'INVALID_CREDENTIALS');
    } finally {
      await stack.query(`UPDATE users SET is_active = true WHERE username = 'viewer'`);
    }
  });

  it('of an account whose role changed has the new permissions at once', async () => {
    const body = { filename: 'a.log', size: 1 };
    await stack.query(`UPDATE users SET roles = '{viewer}' WHERE username = 'user'`);
    try {
      expectProblem(await user.post('/ingest/files/init', body), 403, 'FORBIDDEN');
    } finally {
      await stack.query(`UPDATE users SET roles = '{user}' WHERE username = 'user'`);
    }
    expect((await user.post('/ingest/files/init', body)).status).toBe(201);
  });
});

describe('a job', () => {
  it('that does not exist is not found', async () => {
    const jobId = randomUUID();
    const problem = expectProblem(await user.get(`/jobs/${jobId}`), 404, 'JOB_NOT_FOUND');
    expect(problem.instance).toBe(`/jobs/${jobId}`);
  });

  it('of another looks just as if it did not exist', async () => {
    const { job_id } = await init(admin, 10);
    const hidden = expectProblem(await user.get(`/jobs/${job_id}`), 404, 'JOB_NOT_FOUND');
    const absent = expectProblem(await user.get(`/jobs/${randomUUID()}`), 404, 'JOB_NOT_FOUND');
    const same = { instance: '', request_id: '' };
    expect({ ...hidden, ...same }).toEqual({ ...absent, ...same });
  });

  it('can be seen by its owner, by viewers and by admins', async () => {
    const { job_id } = await init(user, 10);
    for (const client of [user, viewer, admin]) {
      const answer = await client.get<Job>(`/jobs/${job_id}`);
      expect([answer.status, answer.body.job_id, answer.body.status]).toEqual([200, job_id, 'CREATED']);
    }
  });

  it('cannot be made by a viewer, and none is', async () => {
    const before = await stack.query('SELECT job_id FROM jobs');
    const answer = await viewer.post('/ingest/files/init', { filename: 'a.log', size: 1 });
    expect(expectProblem(answer, 403, 'FORBIDDEN').detail).toContain('ingest:write');
    expect(await stack.query('SELECT job_id FROM jobs')).toHaveLength(before.length);
  });

  it('cannot be completed by a viewer who sees it', async () => {
    const { job_id } = await init(user, 10);
    expectProblem(await viewer.post('/ingest/files/complete', { job_id }), 403, 'FORBIDDEN');
    expect((await user.get<Job>(`/jobs/${job_id}`)).body.status).toBe('CREATED');
  });
});
