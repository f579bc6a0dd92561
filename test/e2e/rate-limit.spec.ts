import {
  type Answer,
  DEFAULT_USERS,
  type HttpClient,
  httpClient,
  type Tokens,
} from '../support/http-client.js';
import { withRedis } from '../support/redis.js';
import { startStack, type Stack } from '../support/stack.js';
import { expectProblem } from './steps/problems.js';

const LIMIT = 5;

let stack: Stack;
/** The same user at two API processes. */
let user: readonly [HttpClient, HttpClient];
let viewer: HttpClient;

beforeAll(async () => {
  stack = await startStack({
    api: 2,
    workers: 0,
    env: { RATE_LIMIT_ENABLED: 'true', RATE_LIMIT_PER_MINUTE: String(LIMIT) },
  });
  const [first, second] = stack.apis;
  const tokenOf = async (name: 'user' | 'viewer'): Promise<string> => {
    const { body } = await stack.http.post<{ access_token: string }>('/auth/login', DEFAULT_USERS[name]);
    return body.access_token;
  };
  const token = await tokenOf('user');
  user = [httpClient(first?.url ?? '', token), httpClient(second?.url ?? '', token)];
  viewer = stack.http.withToken(await tokenOf('viewer'));
}, 60_000);
afterAll(() => stack.stop());
/** A full budget for every test. */
beforeEach(() => withRedis(stack.redisUrl, (redis) => redis.flushdb()));

const budgetOf = ({ headers }: Answer<unknown>): number[] =>
  ['x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset'].map((name) =>
    Number(headers.get(name) ?? NaN),
  );

function expectLimited(answer: Answer<unknown>): void {
  expectProblem(answer, 429, 'RATE_LIMITED');
  const retryAfter = Number(answer.headers.get('retry-after') ?? NaN);
  expect(retryAfter).toBeGreaterThan(0);
  expect(retryAfter).toBeLessThanOrEqual(60);
  const [limit, remaining, reset] = budgetOf(answer);
  expect([limit, remaining]).toEqual([LIMIT, 0]);
  expect(reset).toBeGreaterThan(0);
}

describe('the limit of requests', () => {
  it('is one budget of a user across routes and processes, told on every answer', async () => {
    const paths = ['/auth/me', '/jobs', '/jobs?limit=1', '/jobs/not-a-uuid', '/auth/me'];
    for (const [index, path] of paths.entries()) {
      const answer = await (user[index % 2] ?? user[0]).get(path);
      expect([path, answer.status === 429]).toEqual([path, false]);
      const [limit, remaining, reset] = budgetOf(answer);
      expect([limit, remaining]).toEqual([LIMIT, LIMIT - 1 - index]);
      expect(reset).toBeGreaterThan(0);
      expect(reset).toBeLessThanOrEqual(60);
    }
    for (const client of user) expectLimited(await client.get('/jobs'));
    expect((await viewer.get('/jobs')).status).toBe(200);
  });

  it('does not touch health checks', async () => {
    for (let index = 0; index < LIMIT + 3; index += 1) {
      const answers = await Promise.all(
        ['/health', '/health/live', '/health/ready'].map((path) => stack.http.get(path)),
      );
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    }
    expect((await user[0].get('/jobs')).status).toBe(200);
  });

  it.each([
    ['Swagger UI', 'GET', '/docs', undefined, 200],
    ['a file of Swagger UI', 'GET', '/docs/swagger-ui.css', undefined, 200],
    ['the document', 'GET', '/openapi.json', undefined, 200],
    ['what is not there', 'GET', '/nothing/here', undefined, 404],
    ['what is not there below the health checks', 'GET', '/health/nothing', undefined, 404],
    ['another method', 'PUT', '/auth/login', undefined, 404],
    ['malformed JSON', 'POST', '/auth/login', '{', 422],
    ['a body that is nested too deep', 'POST', '/jobs', `${'['.repeat(40)}${']'.repeat(40)}`, 422],
    ['NUL in the query', 'GET', '/jobs?status=%00', undefined, 422],
  ])('counts by address what no guard sees: %s', async (_name, method, path, body, status) => {
    const statuses: number[] = [];
    for (let index = 0; index < LIMIT + 1; index += 1) {
      const { url } = stack.apis[index % 2] ?? { url: stack.apiUrl };
      const response = await fetch(new URL(path, url), {
        method,
        ...(body === undefined ? {} : { body, headers: { 'Content-Type': 'application/json' } }),
      });
      await response.arrayBuffer();
      statuses.push(response.status);
      const left = Number(response.headers.get('x-ratelimit-remaining') ?? NaN);
      expect(left).toBe(Math.max(0, LIMIT - 1 - index));
    }
    expect(statuses).toEqual([...Array.from({ length: LIMIT }, () => status), 429]);
    expectLimited(await stack.http.get('/nothing/here'));
    expectLimited(await stack.http.post('/auth/login', DEFAULT_USERS.admin));
    expect((await stack.http.get('/health/live')).status).toBe(200);
    expect((await user[0].get('/jobs')).status).toBe(200);
  });

  it('counts logins by address, whatever token comes along', async () => {
    const statuses: number[] = [];
    for (let index = 0; index < LIMIT + 2; index += 1) {
      const answer = await user[0].post('/auth/login', {
        username: 'admin',
        password: `guess ${String(index)}`,
      });
      statuses.push(answer.status);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
  });

  it('stops floods with the token of a disabled user', async () => {
    await stack.query(`UPDATE users SET is_active = false WHERE username = 'viewer'`);
    const statuses: number[] = [];
    for (let index = 0; index < LIMIT + 2; index += 1) statuses.push((await viewer.get('/jobs')).status);
    await stack.query(`UPDATE users SET is_active = true WHERE username = 'viewer'`);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
  });

  it('counts the token of an ended session by address, so that a thief leaves its user alone', async () => {
    const { body: stolen } = await stack.http.post<Tokens>('/auth/login', DEFAULT_USERS.user);
    await stack.http.post('/auth/logout', { refresh_token: stolen.refresh_token });
    await withRedis(stack.redisUrl, (redis) => redis.flushdb());
    const thief = stack.http.withToken(stolen.access_token);
    const statuses: number[] = [];
    for (let index = 0; index < 20; index += 1) statuses.push((await thief.get('/jobs')).status);
    expect(statuses).toEqual(statuses.map((_status, index) => (index < LIMIT ? 401 : 429)));
    const answer = await user[0].get('/jobs');
    expect(answer.status).toBe(200);
    expect(budgetOf(answer)[1]).toBe(LIMIT - 2);
  });

  it('stops floods of bad tokens by address, whatever X-Forwarded-For says', async () => {
    const statuses: number[] = [];
    for (let index = 0; index < LIMIT + 2; index += 1) {
      const headers = { 'X-Forwarded-For': `203.0.113.${index}`, Authorization: `Bearer bad.${index}.token` };
      const path = index % 2 === 0 ? '/auth/me' : '/jobs';
      statuses.push((await httpClient(stack.apis[index % 2]?.url ?? '').get(path, { headers })).status);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
    expectLimited(await stack.http.get('/auth/me'));
    expectLimited(await stack.http.post('/auth/login', DEFAULT_USERS.admin));
    // Who shows a token that holds is counted as a user, not by address.
    expect((await user[0].get('/jobs')).status).toBe(200);
  });

  it('stops guessing of passwords', async () => {
    const wrong = { username: 'admin', password: 'wrong' };
    const answers: Answer<unknown>[] = [];
    for (let index = 0; index <= LIMIT; index += 1) answers.push(await stack.http.post('/auth/login', wrong));
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 429]);
    expectLimited(await stack.http.post('/auth/login', DEFAULT_USERS.admin));
  });
});

describe('behind one trusted proxy', () => {
  it('counts by the address that the proxy saw, not by what the client claims', async () => {
    const api = await stack.add('api', { TRUSTED_PROXIES: '1' });
    const from = async (forwarded: string): Promise<number> =>
      (await httpClient(api.url).get('/jobs', { headers: { 'X-Forwarded-For': forwarded } })).status;
    for (let index = 0; index < LIMIT; index += 1) {
      expect(await from(`198.51.100.${index}, 203.0.113.7`)).toBe(401);
    }
    expect(await from('198.51.100.99, 203.0.113.7')).toBe(429);
    expect(await from('203.0.113.8')).toBe(401);
  });

  it('counts IPv6 by /64, and an IPv4 address the same however it is written', async () => {
    const api = await stack.add('api', { TRUSTED_PROXIES: '1' });
    const from = async (address: string): Promise<number> =>
      (await httpClient(api.url).get('/jobs', { headers: { 'X-Forwarded-For': address } })).status;
    for (let index = 0; index < LIMIT; index += 1) {
      expect(await from(`2001:db8:0:1:${index}:2:3:4`)).toBe(401);
      expect(await from(index % 2 === 0 ? '203.0.113.9' : '::ffff:203.0.113.9')).toBe(401);
    }
    expect(await from('2001:DB8::1:ffff:0:0:1')).toBe(429);
    expect(await from('::ffff:203.0.113.9')).toBe(429);
    expect(await from('2001:db8:0:2::1')).toBe(401);
  });
});
