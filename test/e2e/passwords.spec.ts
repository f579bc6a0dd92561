import { DEFAULT_USERS, type HttpClient } from '../support/http-client.js';
import { startStack, type Stack } from '../support/stack.js';
import { type Account, createUser, newUser, PASSWORD, signUp } from './steps/accounts.js';
import { expectProblem, pointersOf } from './steps/problems.js';

/** bcrypt by itself ignores what follows. */
const BCRYPT_BYTES = 72;

let stack: Stack;
let admin: HttpClient;
let made = 0;

beforeAll(async () => {
  stack = await startStack({ workers: 0 });
  admin = await stack.http.as('admin');
}, 60_000);
afterAll(() => stack.stop());

const loginStatus = async (username: string, password: string): Promise<number> =>
  (await stack.http.post('/auth/login', { username, password })).status;

describe('a password', () => {
  it.each([
    ['12 characters', 'q8#Lw2!xZr5T'],
    ['12 characters of one kind', 'qzkvmwpxjrbg'],
    ['1,000 characters', 'ä'.repeat(999) + 'b'],
    ['spaces and emoji', '  ☃ warm snow man ☃  '],
  ])('may have %s, and all of them count', async (_what, password) => {
    const { username } = await createUser(admin, `holder-${(made += 1)}`, { password });
    expect(await loginStatus(username, password)).toBe(200);
    expect(await loginStatus(username, password.slice(0, -1))).toBe(401);
    expect(await loginStatus(username, `${password.slice(0, -1)}c`)).toBe(401);
  });

  it.each([
    ['11 characters', 'q8#Lw2!xZr5', 'VALIDATION_FAILED'],
    ['1,001 characters', 'x'.repeat(1_001), 'VALIDATION_FAILED'],
    ['what attackers try first', 'password1234', 'COMMON_PASSWORD'],
    ['the same in other letters', 'PassWord1234', 'COMMON_PASSWORD'],
    ['the username', 'holder-of-a-name', 'COMMON_PASSWORD'],
    ['the email, in capitals', 'HOLDER@EXAMPLE.COM', 'COMMON_PASSWORD'],
  ])('of %s is refused', async (_what, password, code) => {
    const body = newUser('holder-of-a-name', { email: 'holder@example.com', password });
    expect(pointersOf(expectProblem(await admin.post('/users', body), 422, code))).toEqual(['/password']);
  });

  it('counts beyond the 72 bytes that bcrypt reads', async () => {
    const beginning = 'long'.repeat(BCRYPT_BYTES / 4);
    const { username } = await createUser(admin, 'long', { password: `${beginning}-one` });
    expect(await loginStatus(username, `${beginning}-one`)).toBe(200);
    expect(await loginStatus(username, `${beginning}-two`)).toBe(401);
    expect(await loginStatus(username, beginning)).toBe(401);
  });

  it('is kept as a hash of its own', async () => {
    for (const username of ['same-one', 'same-two']) await createUser(admin, username);
    const rows = await stack.query<{ password_hash: string }>(
      `SELECT password_hash FROM users WHERE username LIKE 'same-%'`,
    );
    expect(new Set(rows.map((row) => row.password_hash)).size).toBe(2);
    for (const { password_hash: hash } of rows) expect(hash).toMatch(/^\$2b\$1[1-9]\$.{53}$/);
  });
});

describe('changing one’s own password', () => {
  let account: Account;
  beforeEach(async () => {
    account = await signUp(stack, `changer-${(made += 1)}`);
  });

  const change = (body: object) => account.client.post('/users/me/password', body);

  it('needs the current one', async () => {
    const body = { current_password: 'not it at all', new_password: 'ten yellow wheelbarrows' };
    const problem = expectProblem(await change(body), 422, 'WRONG_PASSWORD');
    expect(pointersOf(problem)).toEqual(['/current_password']);
    expect((await account.client.get('/auth/me')).status).toBe(200);
    expect(await loginStatus(account.user.username, PASSWORD)).toBe(200);
  });

  it.each([
    ['too short', 'q8#Lw2!xZr5', 'VALIDATION_FAILED'],
    ['too long', 'x'.repeat(1_001), 'VALIDATION_FAILED'],
    ['too common', 'password1234', 'COMMON_PASSWORD'],
  ])('refuses one that is %s', async (_what, password, code) => {
    const problem = expectProblem(
      await change({ current_password: PASSWORD, new_password: password }),
      422,
      code,
    );
    expect(pointersOf(problem)).toEqual(['/new_password']);
    expect((await account.client.get('/auth/me')).status).toBe(200);
  });

  it('succeeds once when it is asked for several times at once', async () => {
    const wanted = ['one', 'two', 'three'].map((word) => `wheelbarrow number ${word}`);
    const answers = await Promise.all(
      wanted.map((password) => change({ current_password: PASSWORD, new_password: password })),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 204)).toHaveLength(1);
    for (const status of statuses) expect([204, 401, 422]).toContain(status);
    const opened = await Promise.all(wanted.map((password) => loginStatus(account.user.username, password)));
    expect(opened).toEqual(statuses.map((status) => (status === 204 ? 200 : 401)));
  });

  it('works from a short one of the development defaults, to a long one', async () => {
    const viewer = await stack.http.as('viewer');
    const body = { current_password: DEFAULT_USERS.viewer.password, new_password: 'ten yellow wheelbarrows' };
    expect((await viewer.post('/users/me/password', body)).status).toBe(204);
    expect(await loginStatus('viewer', 'ten yellow wheelbarrows')).toBe(200);
  });
});
