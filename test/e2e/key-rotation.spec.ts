import { httpClient, login } from '../support/http-client.js';
import { startStack, type Stack } from '../support/stack.js';
import { refresh, whoAmI } from './steps/accounts.js';
import { expectProblem } from './steps/problems.js';

const NEW_SECRET = 'another-secret-for-tests-that-is-long-enough';

let stack: Stack;

beforeAll(async () => {
  stack = await startStack({ workers: 0 });
}, 60_000);
afterAll(() => stack.stop());

const keyOf = (token: string): unknown =>
  (JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString('utf8')) as { kid: unknown }).kid;

describe('a new secret beside the old one', () => {
  it('sends nobody away, and hands out tokens of the new one', async () => {
    const old = await login(stack.apiUrl, 'user');
    const api = await stack.add('api', {
      JWT_SECRET_KEY: NEW_SECRET,
      JWT_PREVIOUS_SECRET_KEY: stack.env['JWT_SECRET_KEY'] ?? '',
    });
    const http = httpClient(api.url);
    expect(await whoAmI(http, old.access_token)).toBe(200);
    const { status, body: next } = await refresh(http, old.refresh_token);
    expect(status).toBe(200);
    expect(keyOf(next.access_token)).not.toBe(keyOf(old.access_token));
    expect(keyOf(next.refresh_token)).not.toBe(keyOf(old.refresh_token));
    expect(await whoAmI(http, next.access_token)).toBe(200);
    const retry = await refresh(http, old.refresh_token);
    expect([retry.status, retry.body.refresh_token]).toEqual([200, next.refresh_token]);
    expect((await refresh(http, next.refresh_token)).status).toBe(200);
  });

  it('that is gone takes the old tokens with it', async () => {
    const old = await login(stack.apiUrl, 'user');
    const api = await stack.add('api', { JWT_SECRET_KEY: NEW_SECRET });
    const http = httpClient(api.url);
    expectProblem(await http.withToken(old.access_token).get('/auth/me'), 401, 'UNAUTHENTICATED');
    expectProblem(await refresh(http, old.refresh_token), 401, 'INVALID_REFRESH_TOKEN');
    expect(await whoAmI(stack.http, old.access_token)).toBe(200);
  });
});
