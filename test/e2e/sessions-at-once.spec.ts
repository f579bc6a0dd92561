import { DEFAULT_USERS, type HttpClient, httpClient, login, type Tokens } from '../support/http-client.js';
import { startStack, type Stack } from '../support/stack.js';
import { type Account, PASSWORD, refresh, signUp, whoAmI } from './steps/accounts.js';
import { expectProblem } from './steps/problems.js';

/** What changes an account takes effect on the next request, in the process that made the change and in the other. */
let stack: Stack;
let admin: HttpClient;
let account: Account;
let made = 0;

beforeAll(async () => {
  stack = await startStack({ api: 2, workers: 0 });
  admin = await stack.http.as('admin');
}, 60_000);
afterAll(() => stack.stop());
beforeEach(async () => {
  account = await signUp(stack, `user-${(made += 1)}`);
  for (const client of everywhere()) expect(await whoAmI(client, account.tokens.access_token)).toBe(200);
});

const everywhere = (): HttpClient[] => stack.apis.map((api) => httpClient(api.url));

async function expectSignedOut({ access_token, refresh_token }: Tokens): Promise<void> {
  for (const client of everywhere()) {
    expectProblem(await client.withToken(access_token).get('/jobs'), 401, 'UNAUTHENTICATED');
    expectProblem(await refresh(client, refresh_token), 401, 'INVALID_REFRESH_TOKEN');
    const { body } = await httpClient(client.baseUrl, adminToken()).post('/auth/verify', {
      token: access_token,
    });
    expect(body).toEqual({ valid: false });
  }
}

let adminTokens: Tokens;
beforeAll(async () => {
  adminTokens = await login(stack.apiUrl, 'admin');
});
const adminToken = (): string => adminTokens.access_token;

describe('every session ends at once', () => {
  it('when the user changes the password, and the new one opens a new session', async () => {
    const { client, credentials, tokens } = account;
    const other = await login(stack.apiUrl, credentials);
    const next = 'ten yellow wheelbarrows';
    const body = { current_password: PASSWORD, new_password: next };
    expect((await client.post('/users/me/password', body)).status).toBe(204);
    for (const ended of [tokens, other]) await expectSignedOut(ended);
    expectProblem(await stack.http.post('/auth/login', credentials), 401, 'INVALID_CREDENTIALS');
    const again = await login(stack.apiUrl, { ...credentials, password: next });
    expect(await whoAmI(stack.http, again.access_token)).toBe(200);
  });

  it.each([
    ['DELETE', undefined],
    ['PATCH', { is_active: false }],
  ])('when the user is disabled by %s, for good', async (method, body) => {
    const { user, credentials, tokens } = account;
    const options = body === undefined ? {} : { body };
    expect((await admin.request(method, `/users/${user.user_id}`, options)).status).toBeLessThan(300);
    await expectSignedOut(tokens);
    expectProblem(await stack.http.post('/auth/login', credentials), 401, 'INVALID_CREDENTIALS');
    const enabled = await admin.patch(`/users/${user.user_id}`, { is_active: true });
    expect(enabled.status).toBe(200);
    await expectSignedOut(tokens);
    await login(stack.apiUrl, credentials);
  });

  it('when the user ends it', async () => {
    expect((await account.client.delete('/auth/sessions')).status).toBe(204);
    await expectSignedOut(account.tokens);
  });
});

describe('a role that changes', () => {
  it('changes what the next request may do, with the same token', async () => {
    const { user, tokens } = account;
    const initIn = async (client: HttpClient): Promise<number> =>
      (await client.withToken(tokens.access_token).post('/ingest/files/init', { filename: 'a', size: 1 }))
        .status;
    for (const [roles, expected] of [
      [['viewer'], 403],
      [['user'], 201],
      [['viewer', 'user'], 201],
      [['viewer'], 403],
    ] as const) {
      expect((await admin.patch(`/users/${user.user_id}`, { roles })).status).toBe(200);
      for (const client of everywhere()) expect([roles, await initIn(client)]).toEqual([roles, expected]);
    }
  });
});

describe('verify', () => {
  it('tells what a token is worth', async () => {
    const answer = await admin.post<{ expires_at: string }>('/auth/verify', {
      token: account.tokens.access_token,
    });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      valid: true,
      user_id: account.user.user_id,
      username: account.user.username,
      roles: ['user'],
      permissions: ['ingest:write', 'jobs:read', 'jobs:write', 'webhooks:read', 'webhooks:write'],
      expires_at: expect.stringMatching(/^\d{4}-.*Z$/) as unknown,
    });
    const lifeSeconds = (Date.parse(answer.body.expires_at) - Date.now()) / 1_000;
    expect(Math.abs(lifeSeconds - account.tokens.expires_in)).toBeLessThan(30);
  });

  it('says no more than that it is worth nothing', async () => {
    for (const token of ['none', 'a.b.c', account.tokens.refresh_token]) {
      const answer = await admin.post('/auth/verify', { token });
      expect([answer.status, answer.body]).toEqual([200, { valid: false }]);
    }
    expectProblem(
      await stack.http.post('/auth/verify', { token: account.tokens.access_token }),
      401,
      'UNAUTHENTICATED',
    );
  });
});

describe('a copy of the database', () => {
  it('holds nothing that opens the door', async () => {
    const next = (await refresh(stack.http, account.tokens.refresh_token)).body;
    const rows = await stack.query<{ dump: Record<string, unknown> }>(
      'SELECT to_jsonb(s) AS dump FROM sessions s UNION ALL SELECT to_jsonb(u) FROM users u',
    );
    const values = new Set(
      rows.flatMap(({ dump }) =>
        Object.values(dump).map((value) => (typeof value === 'string' ? value : JSON.stringify(value))),
      ),
    );
    values.delete('');
    expect(values.size).toBeGreaterThan(20);
    const all = [...values].join('\n');
    expect(all).not.toMatch(/eyJ[\w-]*\./);
    for (const tokens of [account.tokens, next]) {
      for (const token of [tokens.access_token, tokens.refresh_token]) {
        for (const part of token.split('.')) expect(all).not.toContain(part);
      }
    }
    for (const value of values) {
      const forms = [value, Buffer.from(value.replace(/^\\x/, ''), 'hex').toString('base64url')];
      for (const form of forms.filter((one) => /^[\w.$/\\-]+$/.test(one))) {
        expect([form, await whoAmI(stack.http, form)]).toEqual([form, 401]);
        expect([form, (await refresh(stack.http, form)).status]).toEqual([form, 401]);
        const guess = { ...DEFAULT_USERS.admin, password: form };
        if (form.startsWith('$2')) expect((await stack.http.post('/auth/login', guess)).status).toBe(401);
      }
    }
  });
});
