import { type Answer, DEFAULT_USERS, httpClient, login } from '../support/http-client.js';
import { type RedisProcess, startRedis, withRedis } from '../support/redis.js';
import { startStack, type Stack } from '../support/stack.js';
import { PASSWORD, signUp } from './steps/accounts.js';
import { expectProblem, type Problem } from './steps/problems.js';

const PER_ACCOUNT_AND_ADDRESS = 10;
const PER_ADDRESS = 30;
const AT_ONCE = 8;
/** Far below what a client of Redis hangs for by itself, far above what a hash takes on a busy machine. */
const ANSWER_MS = 10_000;

let redis: RedisProcess;
let stack: Stack;

beforeAll(async () => {
  redis = await startRedis();
  stack = await startStack({
    api: 2,
    workers: 0,
    redisUrl: redis.url,
    env: { RATE_LIMIT_ENABLED: 'true', RATE_LIMIT_PER_MINUTE: '1000000', TRUSTED_PROXIES: '1' },
  });
}, 60_000);
afterAll(async () => {
  await stack.stop();
  await redis.stop();
});
beforeEach(() => withRedis(redis.url, (client) => client.flushdb()));

interface Attempt {
  readonly username?: string;
  readonly password?: string;
  readonly address?: string;
  readonly api?: number;
}

/** A login, by default a wrong one. */
function attempt(options: Attempt = {}): Promise<Answer<Problem>> {
  const { username = 'user', password = 'wrong', address = '203.0.113.1', api = 0 } = options;
  return httpClient(stack.apis[api]?.url ?? '').post(
    '/auth/login',
    { username, password },
    { headers: { 'X-Forwarded-For': address } },
  );
}

const right = (options: Attempt = {}) => attempt({ password: DEFAULT_USERS.user.password, ...options });

function attempts(count: number, optionsOf: (index: number) => Attempt = () => ({})) {
  return Promise.all(Array.from({ length: count }, (_unused, index) => attempt(optionsOf(index))));
}

/** The same, a few at a time: so many hashes at once may take longer than a request may. */
async function attemptsInTurn(count: number, optionsOf: (index: number) => Attempt) {
  const answers: Answer<Problem>[] = [];
  for (let done = 0; done < count; done += AT_ONCE) {
    const wave = await attempts(Math.min(AT_ONCE, count - done), (index) => optionsOf(done + index));
    answers.push(...wave);
  }
  return answers;
}

const countOf = (answers: readonly Answer<unknown>[], status: number): number =>
  answers.filter((answer) => answer.status === status).length;

function expectLimited(answer: Answer<unknown>): void {
  expectProblem(answer, 429, 'LOGIN_LIMITED');
  const retryAfter = Number(answer.headers.get('retry-after'));
  expect(retryAfter).toBeGreaterThan(0);
  expect(retryAfter).toBeLessThanOrEqual(60);
}

// Before Redis is taken away: a process that comes back to it counts alone for a moment.
describe('wrong current passwords, where one is changed,', () => {
  const NEW_PASSWORD = 'ten yellow wheelbarrows';

  it('are ten a minute for a user, whatever the address and the process; a right one resets them', async () => {
    const { credentials, tokens } = await signUp(stack, 'guessed');
    const change = (index: number, current: string, next = NEW_PASSWORD): Promise<Answer<Problem>> =>
      httpClient(stack.apis[index % 2]?.url ?? '', tokens.access_token).post(
        '/users/me/password',
        { current_password: current, new_password: next },
        { headers: { 'X-Forwarded-For': `203.0.113.${index}` } },
      );
    // All at once: the first must not be forgotten, after a minute, before the last is counted.
    const guesses = Array.from({ length: PER_ACCOUNT_AND_ADDRESS }, (_, index) =>
      change(index, `guess ${index}`),
    );
    for (const answer of await Promise.all(guesses)) expectProblem(answer, 422, 'WRONG_PASSWORD');
    const limited = await change(0, PASSWORD);
    expectProblem(limited, 429, 'PASSWORD_CHANGE_LIMITED');
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
    await withRedis(redis.url, (client) => client.flushdb());
    expectProblem(await change(0, 'one more guess'), 422, 'WRONG_PASSWORD');
    expect((await change(0, PASSWORD)).status).toBe(204);
    const kept = await withRedis(redis.url, (client) => client.keys('password:user*'));
    expect(kept).toEqual([]);
    expect((await login(stack.apiUrl, { ...credentials, password: NEW_PASSWORD })).token_type).toBe('bearer');
  });

  it('are not told from a right one by what is said of the new one', async () => {
    const { client } = await signUp(stack, 'probed');
    for (const current_password of [PASSWORD, 'not it at all']) {
      const body = { current_password, new_password: 'password1234' };
      expectProblem(await client.post('/users/me/password', body), 422, 'COMMON_PASSWORD');
    }
  });
});

describe('failed logins', () => {
  it('of one account from one address are ten a minute, whatever the case of the name and the process', async () => {
    for (let index = 0; index < PER_ACCOUNT_AND_ADDRESS; index += 1) {
      const options = { api: index % 2, username: index % 2 === 0 ? 'user' : 'USER' };
      expectProblem(await attempt(options), 401, 'INVALID_CREDENTIALS');
    }
    for (const api of [0, 1]) expectLimited(await attempt({ api }));
    expectLimited(await right());
    expect((await right({ address: '203.0.113.2' })).status).toBe(200);
  });

  it('that come all at once cannot slip through together', async () => {
    const answers = await attempts(24, (index) => ({ api: index % 2 }));
    expect([countOf(answers, 401), countOf(answers, 429)]).toEqual([PER_ACCOUNT_AND_ADDRESS, 14]);
    expectLimited(await right());
  });

  it('are forgotten after one that succeeds', async () => {
    for (let round = 0; round < 2; round += 1) {
      expect(countOf(await attempts(PER_ACCOUNT_AND_ADDRESS - 1), 401)).toBe(PER_ACCOUNT_AND_ADDRESS - 1);
      expect((await right()).status).toBe(200);
    }
  });

  it('of many accounts from one address are thirty a minute', async () => {
    const guess = (index: number): Attempt => ({ username: `guess-${index}`, address: '203.0.113.3' });
    const answers = await attemptsInTurn(PER_ADDRESS + 6, guess);
    expect([countOf(answers, 401), countOf(answers, 429)]).toEqual([PER_ADDRESS, 6]);
    expectLimited(await right({ address: '203.0.113.3' }));
    expect((await right({ address: '203.0.113.4' })).status).toBe(200);
  });

  it('from IPv6 are counted by /64, which one client has all of', async () => {
    const guess = (index: number): Attempt => ({
      username: `guess-${index}`,
      address: `2001:db8:0:1:${index.toString(16)}::1`,
    });
    const answers = await attemptsInTurn(PER_ADDRESS + 2, guess);
    expect([countOf(answers, 401), countOf(answers, 429)]).toEqual([PER_ADDRESS, 2]);
    expectLimited(await right({ address: '2001:db8:0:1:ffff:ffff:ffff:ffff' }));
    expect((await right({ address: '2001:db8:0:2::1' })).status).toBe(200);
  });

  it('of one account from one /64 are ten a minute', async () => {
    const from = (index: number): Attempt => ({ address: `2001:db8:0:3::${index}` });
    const answers = await attempts(PER_ACCOUNT_AND_ADDRESS + 2, from);
    expect([countOf(answers, 401), countOf(answers, 429)]).toEqual([PER_ACCOUNT_AND_ADDRESS, 2]);
    expect((await right({ address: '2001:db8:0:4::1' })).status).toBe(200);
  });

  it('tell nothing about whether there is such an account', async () => {
    const known = await attempts(PER_ACCOUNT_AND_ADDRESS + 1);
    const unknown = await attempts(PER_ACCOUNT_AND_ADDRESS + 1, () => ({ username: 'nobody' }));
    const shown = (answers: readonly Answer<Problem>[]) =>
      answers
        .map(({ status, body }) => ({ ...body, status, request_id: '' }))
        .sort((a, b) => a.status - b.status);
    expect(shown(known)).toEqual(shown(unknown));
    expect(countOf(known, 429)).toBe(1);
  });

  it('are limited without Redis too, and nothing hangs or answers 500', async () => {
    await redis.kill();
    try {
      const answers: Answer<Problem>[] = [];
      for (let index = 0; index <= PER_ACCOUNT_AND_ADDRESS; index += 1) {
        const startedAt = performance.now();
        answers.push(await attempt({ address: '203.0.113.5' }));
        expect(performance.now() - startedAt).toBeLessThan(ANSWER_MS);
      }
      expect(answers.map(({ status }) => status)).toEqual([
        ...Array<number>(PER_ACCOUNT_AND_ADDRESS).fill(401),
        429,
      ]);
      expectLimited(await right({ address: '203.0.113.5' }));
      expect((await right({ address: '203.0.113.6' })).status).toBe(200);
    } finally {
      await redis.start();
    }
  });

  it('are limited with a frozen Redis too', async () => {
    redis.freeze();
    try {
      const answers = await attempts(PER_ACCOUNT_AND_ADDRESS + 2, () => ({ address: '203.0.113.7' }));
      expect([countOf(answers, 401), countOf(answers, 429)]).toEqual([PER_ACCOUNT_AND_ADDRESS, 2]);
    } finally {
      redis.thaw();
    }
  });
});
