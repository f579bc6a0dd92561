import { randomUUID } from 'node:crypto';
import { DEFAULT_USERS, httpClient, login } from '../support/http-client.js';
import { startStack, type Stack } from '../support/stack.js';
import { expectProblem } from './steps/problems.js';

const PERMISSIONS = {
  admin: [
    ...['ingest:write', 'jobs:read', 'jobs:read_all', 'jobs:write', 'jobs:write_all'],
    ...['users:read', 'users:write', 'webhooks:read', 'webhooks:write'],
  ],
  user: ['ingest:write', 'jobs:read', 'jobs:write', 'webhooks:read', 'webhooks:write'],
  viewer: ['jobs:read', 'jobs:read_all'],
} as const;
const ROLES = ['admin', 'user', 'viewer'] as const;
/** Everything else needs a token: a new route is closed until it is written down here. */
const PUBLIC = new Set([
  ...['POST /auth/login', 'POST /auth/refresh', 'POST /auth/logout'],
  ...['GET /health', 'GET /health/live', 'GET /health/ready', 'GET /metrics'],
]);

let stack: Stack;

beforeAll(async () => {
  stack = await startStack({ workers: 0 });
}, 60_000);
afterAll(() => stack.stop());

describe('login', () => {
  it('answers two tokens, their kind and their life', async () => {
    const answer = await stack.http.post<Record<string, unknown>>('/auth/login', DEFAULT_USERS.user);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/) as unknown,
      refresh_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/) as unknown,
      token_type: 'bearer',
      expires_in: 1_800,
    });
    expect(answer.body['access_token']).not.toBe(answer.body['refresh_token']);
  });

  it('takes the username in any case, the password as it is', async () => {
    expect((await login(stack.apiUrl, { username: 'UsEr', password: 'user123' })).token_type).toBe('bearer');
    const wrongCase = await stack.http.post('/auth/login', { username: 'user', password: 'USER123' });
    expectProblem(wrongCase, 401, 'INVALID_CREDENTIALS');
    expect(wrongCase.headers.get('www-authenticate')).toBe('Bearer realm="ingest"');
  });

  it('says the same of an unknown user and of a wrong password', async () => {
    const wrong = await stack.http.post('/auth/login', { username: 'user', password: 'wrong' });
    const unknown = await stack.http.post('/auth/login', { username: 'nobody', password: 'user123' });
    const [a, b] = [wrong, unknown].map((answer) => expectProblem(answer, 401, 'INVALID_CREDENTIALS'));
    expect(a?.request_id).not.toBe(b?.request_id);
    expect({ ...a, request_id: '' }).toEqual({ ...b, request_id: '' });
    const headers = (answer: typeof wrong) => [...answer.headers.keys()];
    expect(headers(wrong)).toEqual(headers(unknown));
  });

  it.each([
    ['no password', { username: 'user' }],
    ['an empty password', { username: 'user', password: '' }],
    ['a password that is no text', { username: 'user', password: { $ne: null } }],
    ['a username that is a list', { username: ['user'], password: 'user123' }],
    ['more than it asks for', { username: 'user', password: 'user123', roles: ['admin'] }],
  ])('refuses %s', async (_what, body) => {
    expectProblem(await stack.http.post('/auth/login', body), 422, 'VALIDATION_FAILED');
  });

  it.each([`' OR 1=1 --`, 'user%', 'us_r', 'ｕｓｅｒ'])('is not talked round by %j', async (username) => {
    const answer = await stack.http.post('/auth/login', { username, password: 'user123' });
    expectProblem(answer, 401, 'INVALID_CREDENTIALS');
  });
});

describe('/auth/me', () => {
  it.each(ROLES)('tells a caller who is %s what they may do', async (role) => {
    const answer = await (await stack.http.as(role)).get<Record<string, unknown>>('/auth/me');
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      user_id: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
      username: role,
      email: `${role}@example.com`,
      roles: [role],
      permissions: [...PERMISSIONS[role]],
    });
  });
});

describe('every documented route', () => {
  it('is closed to nobody’s and to bad tokens, unless it is public', async () => {
    const { body } = await stack.http.get<{ paths: Record<string, Record<string, unknown>> }>(
      '/openapi.json',
    );
    const routes = Object.entries(body.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path })),
    );
    const closed = routes.filter(({ method, path }) => !PUBLIC.has(`${method} ${path}`));
    expect(routes.length).toBeGreaterThanOrEqual(8);
    expect(closed.length).toBeGreaterThanOrEqual(5);
    for (const client of [stack.http, httpClient(stack.apiUrl, 'not.a.token')]) {
      for (const { method, path } of closed) {
        const answer = await client.request(method, path.replaceAll(/\{\w+\}/g, randomUUID()));
        expect([method, path, answer.status]).toEqual([method, path, 401]);
        expectProblem(answer, 401, 'UNAUTHENTICATED');
      }
    }
  });
});
