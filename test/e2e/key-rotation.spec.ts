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

  it('as the second one first, and changed over then, sends nobody away from either process', async () => {
    const oldSecret = stack.env['JWT_SECRET_KEY'] ?? '';
    const before = await stack.add('api', { JWT_PREVIOUS_SECRET_KEY: NEW_SECRET });
    const after = await stack.add('api', { JWT_SECRET_KEY: NEW_SECRET, JWT_PREVIOUS_SECRET_KEY: oldSecret });
    for (const [first, second] of [
      [before, after],
      [after, before],
    ]) {
      const [one, other] = [httpClient(first?.url ?? ''), httpClient(second?.url ?? '')];
      const tokens = await login(one.baseUrl, 'user');
      expect(await whoAmI(other, tokens.access_token)).toBe(200);
      const next = (await refresh(one, tokens.refresh_token)).body;
      // The same request again, answered by a process that signs with the other key.
      const retry = await refresh(other, tokens.refresh_token);
      expect([retry.status, retry.body.refresh_token]).toEqual([200, next.refresh_token]);
      const last = await refresh(other, next.refresh_token);
      expect(last.status).toBe(200);
      expect(await whoAmI(one, last.body.access_token)).toBe(200);
    }
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
