import { randomUUID } from 'node:crypto';
import { type Answer, DEFAULT_USERS, type HttpClient, login } from '../support/http-client.js';
import { startStack, type Stack } from '../support/stack.js';
import { type Account, createUser, newUser, PASSWORD, refresh, signUp, type User } from './steps/accounts.js';
import { auditOf } from './steps/audit.js';
import { claimsOf } from './steps/forged-token.js';

const NEW_PASSWORD = 'ten yellow wheelbarrows';
const WRONG_PASSWORD = 'a wrong password-5e1d';
const ADDRESS = '203.0.113.7';

let stack: Stack;
let admin: HttpClient;
let adminId: string;
let account: Account;
const secrets = [PASSWORD, NEW_PASSWORD, WRONG_PASSWORD, 'typed-into-the-wrong-field'];

beforeAll(async () => {
  stack = await startStack({
    workers: 0,
    env: { TRUSTED_PROXIES: '1', RATE_LIMIT_ENABLED: 'true', RATE_LIMIT_PER_MINUTE: '1000000' },
  });
  admin = await stack.http.as('admin');
  adminId = (await admin.get<User>('/auth/me')).body.user_id;
  account = await signUp(stack, 'ann');
}, 60_000);
afterAll(() => stack.stop());

/** Sends a request from an address. @returns its answer and what the log must say of it */
async function sent(
  client: HttpClient,
  method: string,
  path: string,
  body?: unknown,
): Promise<{ answer: Answer<unknown>; origin: { request_id: string; remote_address: string } }> {
  const requestId = randomUUID();
  const headers = { 'X-Request-Id': requestId, 'X-Forwarded-For': ADDRESS };
  const answer = await client.request(method, path, { headers, ...(body === undefined ? {} : { body }) });
  return { answer, origin: { request_id: requestId, remote_address: ADDRESS } };
}

const audited = ({ request_id: id }: { request_id: string }, event: string) => auditOf(stack, id, event);

describe('the log tells who did what, from where, in which request:', () => {
  it('login.succeeded', async () => {
    const { answer, origin } = await sent(stack.http, 'POST', '/auth/login', account.credentials);
    expect(answer.status).toBe(200);
    const event = await audited(origin, 'login.succeeded');
    expect(event).toMatchObject({ ...origin, user_id: account.user.user_id, level: 'info' });
  });

  it('login.failed, of somebody and of nobody', async () => {
    const wrong = { ...account.credentials, password: WRONG_PASSWORD };
    const known = await sent(stack.http, 'POST', '/auth/login', wrong);
    expect(await audited(known.origin, 'login.failed')).toMatchObject({
      ...known.origin,
      user_id: account.user.user_id,
    });
    const nobody = { ...wrong, username: 'typed-into-the-wrong-field' };
    const unknown = await sent(stack.http, 'POST', '/auth/login', nobody);
    expect(await audited(unknown.origin, 'login.failed')).toMatchObject({ ...unknown.origin, user_id: null });
  });

  it('login.limited', async () => {
    const wrong = { username: 'nobody-at-all', password: WRONG_PASSWORD };
    const tries = await Promise.all(
      Array.from({ length: 11 }, () => sent(stack.http, 'POST', '/auth/login', wrong)),
    );
    const limited = tries.filter(({ answer }) => answer.status === 429);
    expect(limited).toHaveLength(1);
    for (const { origin } of limited) {
      expect(await audited(origin, 'login.limited')).toMatchObject(origin);
    }
  });

  it('session.refresh_reused', async () => {
    const tokens = await login(stack.apiUrl, account.credentials);
    const next = (await refresh(stack.http, tokens.refresh_token)).body;
    await refresh(stack.http, next.refresh_token);
    const body = { refresh_token: tokens.refresh_token };
    const { answer, origin } = await sent(stack.http, 'POST', '/auth/refresh', body);
    expect(answer.status).toBe(401);
    expect(await audited(origin, 'session.refresh_reused')).toMatchObject({
      ...origin,
      user_id: account.user.user_id,
      session_id: claimsOf(tokens.access_token)['sid'],
    });
    secrets.push(tokens.refresh_token, next.refresh_token, next.access_token);
  });

  it('session.ended', async () => {
    const tokens = await login(stack.apiUrl, account.credentials);
    const body = { refresh_token: tokens.refresh_token };
    const { origin } = await sent(stack.http, 'POST', '/auth/logout', body);
    expect(await audited(origin, 'session.ended')).toMatchObject({
      ...origin,
      user_id: account.user.user_id,
      session_id: claimsOf(tokens.access_token)['sid'],
      reason: 'logout',
    });
  });

  it('session.all_ended', async () => {
    const { user, client } = await signUp(stack, 'leaving');
    await login(stack.apiUrl, { username: 'leaving', password: PASSWORD });
    const { origin } = await sent(client, 'DELETE', '/auth/sessions');
    expect(await audited(origin, 'session.all_ended')).toMatchObject({
      ...origin,
      actor_id: user.user_id,
      user_id: user.user_id,
      count: 2,
    });
  });

  it('user.changed', async () => {
    const { user_id: id } = await createUser(admin, 'moving');
    const { origin } = await sent(admin, 'PATCH', `/users/${id}`, { email: 'moved@example.com' });
    expect(await audited(origin, 'user.changed')).toMatchObject({
      ...origin,
      actor_id: adminId,
      user_id: id,
      changed: ['email'],
    });
  });

  it('user.created', async () => {
    const { answer, origin } = await sent(admin, 'POST', '/users', newUser('made', { roles: ['viewer'] }));
    expect(await audited(origin, 'user.created')).toMatchObject({
      ...origin,
      actor_id: adminId,
      user_id: (answer.body as User).user_id,
      roles: ['viewer'],
    });
  });

  it('user.roles_changed and user.disabled', async () => {
    const { user_id: id } = await createUser(admin, 'changing');
    const change = { roles: ['viewer', 'user'], is_active: false };
    const { origin } = await sent(admin, 'PATCH', `/users/${id}`, change);
    const who = { ...origin, actor_id: adminId, user_id: id };
    expect(await audited(origin, 'user.roles_changed')).toMatchObject({
      ...who,
      from: ['user'],
      to: ['viewer', 'user'],
    });
    expect(await audited(origin, 'user.disabled')).toMatchObject(who);
    const enabled = await sent(admin, 'PATCH', `/users/${id}`, { is_active: true });
    expect(await audited(enabled.origin, 'user.enabled')).toMatchObject({ actor_id: adminId, user_id: id });
  });

  it('access.denied', async () => {
    const { answer, origin } = await sent(account.client, 'GET', '/users');
    expect(answer.status).toBe(403);
    expect(await audited(origin, 'access.denied')).toMatchObject({
      ...origin,
      actor_id: account.user.user_id,
      missing: ['users:read'],
    });
  });

  it('user.password_refused', async () => {
    const body = { current_password: WRONG_PASSWORD, new_password: NEW_PASSWORD };
    const { answer, origin } = await sent(account.client, 'POST', '/users/me/password', body);
    expect(answer.status).toBe(422);
    expect(await audited(origin, 'user.password_refused')).toMatchObject({
      ...origin,
      actor_id: account.user.user_id,
      user_id: account.user.user_id,
    });
  });

  it('user.password_changed', async () => {
    const body = { current_password: PASSWORD, new_password: NEW_PASSWORD };
    const { answer, origin } = await sent(account.client, 'POST', '/users/me/password', body);
    expect(answer.status).toBe(204);
    expect(await audited(origin, 'user.password_changed')).toMatchObject({
      ...origin,
      actor_id: account.user.user_id,
      user_id: account.user.user_id,
    });
  });
});

describe('the log', () => {
  it('holds no secret of all this', async () => {
    const hashes = await stack.query<{ hash: string }>('SELECT password_hash AS hash FROM users');
    secrets.push(...Object.values(DEFAULT_USERS).map(({ password }) => password));
    secrets.push(account.tokens.access_token, account.tokens.refresh_token);
    secrets.push(...hashes.map(({ hash }) => hash));
    const parts = secrets.flatMap((secret) => secret.split('.').filter((part) => part.length > 40));
    const telling = stack
      .logs()
      .split('\n')
      .filter((line) => [...secrets, ...parts].some((secret) => line.includes(secret)));
    expect(telling).toEqual([]);
    expect(stack.logs()).toContain('"event":"login.failed"');
  });
});
