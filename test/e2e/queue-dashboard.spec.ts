import type { HttpClient } from '../support/http-client.js';
import { startStack, type Stack } from '../support/stack.js';
import { waitFor } from '../support/wait-for.js';
import { CALLERS, Callers } from './steps/callers.js';
import { submit } from './steps/jobs.js';

const PATHS = [
  '/admin/queues',
  '/admin/queues/',
  '/admin/queues/api/queues',
  '/admin/queues/static/images/logo.svg',
];
const SAME_ORIGIN = { 'Sec-Fetch-Site': 'same-origin' };

let stack: Stack;
let callers: Callers;

beforeAll(async () => {
  stack = await startStack({ workers: 0 });
  callers = await Callers.make(stack);
}, 60_000);
afterAll(() => stack.stop());

/** Opens the dashboard to a browser. @returns its cookie, and all that was said about it */
async function openDashboard(client: HttpClient): Promise<{ cookie: string; attributes: string }> {
  const answer = await client.post('/admin/session');
  expect(answer.status).toBe(204);
  const [cookie = '', ...attributes] = (answer.headers.get('set-cookie') ?? '').split('; ');
  return { cookie, attributes: attributes.join('; ') };
}

describe('the dashboard', () => {
  it.each(PATHS)('shows %s to admins and to nobody else', async (path) => {
    const answered: Record<string, number> = {};
    for (const caller of CALLERS) answered[caller] = (await callers.client(caller).get(path)).status;
    expect(answered).toEqual({
      ...{ nobody: 401, expired: 401, refresh: 401, disabled: 401 },
      ...{ viewer: 403, stranger: 403, owner: 403, admin: 200 },
    });
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])('does nothing for others by %s', async (method) => {
    const path = '/admin/queues/api/queues/file-processing/pause';
    expect((await stack.http.request(method, path)).status).toBe(401);
    expect((await callers.client('viewer').request(method, path)).status).toBe(403);
  });

  it('knows the queue and what waits in it', async () => {
    const jobId = await submit(callers.client('owner'), 'one line\n');
    const { body } = await callers
      .client('admin')
      .get<object>('/admin/queues/api/queues?activeQueue=file-processing');
    expect(JSON.stringify(body)).toContain(jobId);
  });

  it('is served under the policy of every other page', async () => {
    const { headers, body } = await callers.client('admin').get<string>('/admin/queues');
    expect(headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(headers.get('x-powered-by')).toBeNull();
    expect(body).toContain('<base href="/admin/queues/"');
  });
});

describe('a browser', () => {
  it('is let in by a cookie that is bound to the dashboard', async () => {
    const { cookie, attributes } = await openDashboard(callers.client('admin'));
    expect(attributes).toContain('Path=/admin/queues');
    expect(attributes).toContain('HttpOnly');
    expect(attributes).toContain('SameSite=Strict');
    expect((await stack.http.get('/admin/queues', { headers: { Cookie: cookie } })).status).toBe(200);
    expect((await stack.http.get('/users', { headers: { Cookie: cookie } })).status).toBe(401);
    expect((await stack.http.get('/admin/session', { headers: { Cookie: cookie } })).status).not.toBe(200);
  });

  it('changes something only from the pages of the dashboard', async () => {
    const { cookie } = await openDashboard(callers.client('admin'));
    const pause = (headers: Record<string, string>): Promise<number> =>
      stack.http
        .request('PUT', '/admin/queues/api/queues/file-processing/pause', {
          headers: { Cookie: cookie, ...headers },
        })
        .then((answer) => answer.status);
    expect(await pause({})).toBe(401);
    expect(await pause({ 'Sec-Fetch-Site': 'same-site' })).toBe(401);
    expect(await pause({ 'Sec-Fetch-Site': 'cross-site' })).toBe(401);
    expect(await pause(SAME_ORIGIN)).toBe(200);
    await waitFor(() => stack.logs().includes('"event":"queue.changed"'), { what: 'the line of the audit' });
  });

  it('is shut out when the session ends, and when it says so', async () => {
    const tokens = await callers.signIn('admin');
    const client = stack.http.withToken(tokens.access_token);
    const { cookie } = await openDashboard(client);
    const closed = await client.delete('/admin/session');
    expect(closed.headers.get('set-cookie')).toMatch(/^ingest_dashboard=;.*Path=\/admin\/queues/);
    await stack.http.post('/auth/logout', { refresh_token: tokens.refresh_token });
    expect((await stack.http.get('/admin/queues', { headers: { Cookie: cookie } })).status).toBe(401);
  });

  it('gets a cookie for encrypted connections only, in production', async () => {
    const production = { ENVIRONMENT: 'production', CORS_ORIGINS: 'https://app.example.com' };
    await stack.query(`UPDATE users SET is_active = false WHERE username IN ('admin', 'user', 'viewer')`);
    const api = await stack.add('api', { ...production, SHUTDOWN_DRAIN_SECONDS: '0' });
    const admin = callers.client('admin');
    const answer = await admin.request('POST', `${api.url}/admin/session`);
    expect(answer.headers.get('set-cookie')).toContain('Secure');
  });
});
