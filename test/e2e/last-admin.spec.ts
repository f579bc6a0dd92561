import { type HttpClient, httpClient } from '../support/http-client.js';
import { startStack, type Stack } from '../support/stack.js';
import { createUser, type Account, PASSWORD, signUp, type User } from './steps/accounts.js';
import { expectProblem } from './steps/problems.js';

const ROUNDS = 20;

let stack: Stack;
let admin: HttpClient;
let adminId: string;

beforeAll(async () => {
  stack = await startStack({ api: 2, workers: 0 });
  admin = await stack.http.as('admin');
  adminId = (await admin.get<User>('/auth/me')).body.user_id;
}, 60_000);
afterAll(() => stack.stop());

const activeAdmins = (): Promise<{ username: string }[]> =>
  stack.query(`SELECT username FROM users WHERE is_active AND 'admin' = ANY(roles) ORDER BY 1`);

describe('the last active admin', () => {
  it.each([
    ['disabled', { is_active: false }],
    ['demoted', { roles: ['user', 'viewer'] }],
    ['disabled and renamed', { is_active: false, username: 'nobody' }],
  ])('cannot be %s', async (_what, changes) => {
    await createUser(admin, `${Object.keys(changes).join('-')}-disabled`, { roles: ['admin'] }).then(
      ({ user_id: id }) => admin.delete(`/users/${id}`),
    );
    expectProblem(await admin.patch(`/users/${adminId}`, changes), 409, 'LAST_ADMIN');
    expectProblem(await admin.delete(`/users/${adminId}`), 409, 'LAST_ADMIN');
    expect((await admin.get<User>('/auth/me')).body).toMatchObject({ username: 'admin', roles: ['admin'] });
  });

  it('can change in every other way', async () => {
    const changes = { roles: ['admin', 'user'], is_active: true, email: 'chief@example.com' };
    expect((await admin.patch<User>(`/users/${adminId}`, changes)).body).toMatchObject(changes);
  });
});

describe('two admins who take the role from each other at once', () => {
  it(`leave at least one, ${ROUNDS} times`, async () => {
    const second: Account = await signUp(stack, 'second', { roles: ['admin'] });
    const ids = [adminId, second.user.user_id] as const;
    const tokens = async (): Promise<[HttpClient, HttpClient]> => [
      await stack.http.as('admin'),
      await httpClient(stack.apis[1]?.url ?? '').as({ username: 'second', password: PASSWORD }),
    ];
    let [first, other] = await tokens();
    for (let round = 0; round < ROUNDS; round += 1) {
      const changes = round % 2 === 0 ? { is_active: false } : { roles: ['user'] };
      const answers = await Promise.all([
        first.patch(`/users/${ids[1]}`, changes),
        other.patch(`/users/${ids[0]}`, changes),
      ]);
      const left = await activeAdmins();
      expect([round, left.length]).toEqual([round, 1]);
      // The other one was refused as the last one, or was no admin any more by then.
      const statuses = answers.map(({ status }) => status).sort();
      expect(statuses[0]).toBe(200);
      expect([401, 403, 409]).toContain(statuses[1]);
      await stack.query(`UPDATE users SET is_active = true, roles = '{admin}' WHERE user_id = ANY($1)`, [
        ids,
      ]);
      if ('is_active' in changes) [first, other] = await tokens();
    }
  });
});
