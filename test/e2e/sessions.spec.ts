import { createHash, randomUUID } from 'node:crypto';
import { httpClient, login, type Tokens } from '../support/http-client.js';
import { startStack, type Stack } from '../support/stack.js';
import { type Account, refresh, type Session, signUp, whoAmI } from './steps/accounts.js';
import { claimsOf } from './steps/forged-token.js';
import { expectProblem } from './steps/problems.js';

const PARALLEL = 20;

let stack: Stack;
let account: Account;
/** Of a session that the test just began. */
let tokens: Tokens;

beforeAll(async () => {
  stack = await startStack({ api: 2, workers: 0 });
  account = await signUp(stack, 'ann');
}, 60_000);
afterAll(() => stack.stop());
beforeEach(async () => {
  tokens = await login(stack.apiUrl, account.credentials);
});

const sessionOf = ({ access_token: token }: Tokens): string => String(claimsOf(token)['sid']);

async function renewed(token: string): Promise<Tokens> {
  const answer = await refresh(stack.http, token);
  expect(answer.status).toBe(200);
  return answer.body;
}

/** Makes the last rotation of the session older, instead of waiting. */
async function letPass(seconds: number): Promise<void> {
  const rows = await stack.query(
    `UPDATE sessions SET rotated_at = rotated_at - make_interval(secs => $2) WHERE session_id = $1 RETURNING 1`,
    [sessionOf(tokens), seconds],
  );
  expect(rows).toHaveLength(1);
}

async function endReason(): Promise<string | null | undefined> {
  const [row] = await stack.query<{ end_reason: string | null }>(
    'SELECT end_reason FROM sessions WHERE session_id = $1',
    [sessionOf(tokens)],
  );
  return row?.end_reason;
}

async function expectEnded(all: readonly Tokens[]): Promise<void> {
  for (const { access_token, refresh_token } of all) {
    expect(await whoAmI(stack.http, access_token)).toBe(401);
    expectProblem(await refresh(stack.http, refresh_token), 401, 'INVALID_REFRESH_TOKEN');
  }
}

describe('refreshing', () => {
  it('answers new tokens of the same session in the shape of a login', async () => {
    const next = await renewed(tokens.refresh_token);
    expect(Object.keys(next).sort()).toEqual(Object.keys(tokens).sort());
    expect(next).toMatchObject({ token_type: 'bearer', expires_in: 1_800 });
    expect(new Set([next, tokens].flatMap((given): unknown[] => Object.values(given))).size).toBe(6);
    expect(sessionOf(next)).toBe(sessionOf(tokens));
    for (const { access_token } of [tokens, next]) expect(await whoAmI(stack.http, access_token)).toBe(200);
  });

  it('gives an identical retry the same refresh token, in any process', async () => {
    const next = await renewed(tokens.refresh_token);
    await letPass(9);
    for (const api of stack.apis) {
      const retry = await refresh(httpClient(api.url), tokens.refresh_token);
      expect([retry.status, retry.body.refresh_token]).toEqual([200, next.refresh_token]);
      expect(await whoAmI(stack.http, retry.body.access_token)).toBe(200);
    }
    await renewed(next.refresh_token);
  });

  it(`with one token, ${PARALLEL} at once, leaves one living head of the family`, async () => {
    const answers = await Promise.all(
      Array.from({ length: PARALLEL }, (_unused, index) =>
        refresh(httpClient(stack.apis[index % 2]?.url ?? ''), tokens.refresh_token),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    const heads = new Set(answers.map(({ body }) => body.refresh_token));
    expect(heads.size).toBe(1);
    const [head = ''] = heads;
    const living = await stack.query<{ current: string }>(
      `SELECT encode(current_token_hash, 'hex') AS current FROM sessions WHERE session_id = $1 AND ended_at IS NULL`,
      [sessionOf(tokens)],
    );
    expect(living).toEqual([{ current: createHash('sha256').update(head).digest('hex') }]);
    await renewed(head);
  });

  it('with a spent token after eleven seconds ends the family', async () => {
    const next = await renewed(tokens.refresh_token);
    await letPass(11);
    expectProblem(await refresh(stack.http, tokens.refresh_token), 401, 'INVALID_REFRESH_TOKEN');
    expect(await endReason()).toBe('reuse');
    await expectEnded([tokens, next]);
  });

  it('with a token spent two times ago ends the family, however fast', async () => {
    const next = await renewed(tokens.refresh_token);
    const last = await renewed(next.refresh_token);
    expectProblem(await refresh(stack.http, tokens.refresh_token), 401, 'INVALID_REFRESH_TOKEN');
    expect(await endReason()).toBe('reuse');
    await expectEnded([tokens, next, last]);
  });

  it.each([
    ['an access token', () => tokens.access_token],
    ['one with another signature', () => `${tokens.refresh_token.slice(0, -4)}AAAA`],
    ['no token', () => 'none'],
  ])('with %s is refused and ends nothing', async (_what, tokenOf) => {
    expectProblem(await refresh(stack.http, tokenOf()), 401, 'INVALID_REFRESH_TOKEN');
    await renewed(tokens.refresh_token);
  });
});

describe('ending a session', () => {
  it('by logout ends that one, and may be repeated', async () => {
    const other = await login(stack.apiUrl, account.credentials);
    for (let time = 0; time < 2; time += 1) {
      const answer = await stack.http.post('/auth/logout', { refresh_token: tokens.refresh_token });
      expect(answer.status).toBe(204);
    }
    await expectEnded([tokens]);
    expect(await whoAmI(stack.http, other.access_token)).toBe(200);
  });

  it('by logout needs a refresh token', async () => {
    const answer = await stack.http.post('/auth/logout', { refresh_token: tokens.access_token });
    expectProblem(answer, 401, 'INVALID_REFRESH_TOKEN');
  });

  it('by its id takes one’s own alone', async () => {
    const mine = stack.http.withToken(tokens.access_token);
    const other = await login(stack.apiUrl, account.credentials);
    const admin = await login(stack.apiUrl, 'admin');
    for (const id of [sessionOf(admin), randomUUID()]) {
      expectProblem(await mine.delete(`/auth/sessions/${id}`), 404, 'SESSION_NOT_FOUND');
    }
    expect((await mine.delete(`/auth/sessions/${sessionOf(other)}`)).status).toBe(204);
    expectProblem(await mine.delete(`/auth/sessions/${sessionOf(other)}`), 404, 'SESSION_NOT_FOUND');
    await expectEnded([other]);
    for (const living of [admin, tokens]) expect(await whoAmI(stack.http, living.access_token)).toBe(200);
  });

  it('one and all: every one of the user ends, and nobody else’s', async () => {
    const admin = await login(stack.apiUrl, 'admin');
    const other = await login(stack.apiUrl, account.credentials);
    const answer = await stack.http.withToken(tokens.access_token).delete('/auth/sessions');
    expect(answer.status).toBe(204);
    await expectEnded([tokens, other]);
    expect(await whoAmI(stack.http, admin.access_token)).toBe(200);
  });
});

describe('the list of sessions', () => {
  it('shows those that live, newest first, and which one asks', async () => {
    const client = stack.http.withToken(tokens.access_token);
    expect((await client.delete('/auth/sessions')).status).toBe(204);
    const headers = { 'User-Agent': 'a test/1' };
    const first = (await stack.http.post<Tokens>('/auth/login', account.credentials, { headers })).body;
    const second = await login(stack.apiUrl, account.credentials);
    const answer = await stack.http.withToken(first.access_token).get<Session[]>('/auth/sessions');
    expect(answer.status).toBe(200);
    expect(answer.body.map(({ session_id, current }) => [session_id, current])).toEqual([
      [sessionOf(second), false],
      [sessionOf(first), true],
    ]);
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as unknown;
    expect(answer.body[1]).toEqual({
      session_id: sessionOf(first),
      created_at: time,
      last_used_at: time,
      expires_at: time,
      remote_address: expect.stringMatching(/^(::ffff:)?127\.0\.0\.1$/) as unknown,
      user_agent: 'a test/1',
      current: true,
    });
  });

  it('has a hundred at most: a login beyond ends the oldest', async () => {
    const { client, user, credentials, tokens: oldest } = await signUp(stack, 'many-sessions');
    await stack.query(
      `INSERT INTO sessions (session_id, user_id, created_at, current_token_hash, current_issued_at, expires_at)
       SELECT gen_random_uuid(), user_id, created_at + make_interval(secs => n * 0.0001), sha256(n::text::bytea),
              current_issued_at, expires_at
       FROM sessions, generate_series(1, 99) AS n WHERE session_id = $1`,
      [sessionOf(oldest)],
    );
    expect((await client.get<Session[]>('/auth/sessions')).body).toHaveLength(100);
    const newest = await login(stack.apiUrl, credentials);
    expect(await whoAmI(stack.http, oldest.access_token)).toBe(401);
    const listed = await stack.http.withToken(newest.access_token).get<Session[]>('/auth/sessions');
    expect(listed.body).toHaveLength(100);
    expect(listed.body[0]?.current).toBe(true);
    const [living] = await stack.query<{ count: string }>(
      'SELECT count(*) FROM living_sessions WHERE user_id = $1',
      [user.user_id],
    );
    expect(living?.count).toBe('100');
  });
});
