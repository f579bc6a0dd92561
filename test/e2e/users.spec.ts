import { randomUUID } from 'node:crypto';
import type { HttpClient } from '../support/http-client.js';
import { startStack, type Stack } from '../support/stack.js';
import { createUser, newUser, nextPage, PASSWORD, signUp, type User } from './steps/accounts.js';
import { expectProblem, pointersOf } from './steps/problems.js';

let stack: Stack;
let admin: HttpClient;

beforeAll(async () => {
  stack = await startStack({ workers: 0 });
  admin = await stack.http.as('admin');
}, 60_000);
afterAll(() => stack.stop());

describe('a user', () => {
  it('is created, read, changed, disabled and enabled again', async () => {
    const created = await createUser(admin, 'Ann', { roles: ['user', 'viewer'] });
    const time = expect.stringMatching(/^\d{4}-.*Z$/) as unknown;
    expect(created).toEqual({
      user_id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/) as unknown,
      username: 'Ann',
      email: 'Ann@example.com',
      roles: ['user', 'viewer'],
      is_active: true,
      created_at: time,
      updated_at: time,
    });
    const path = `/users/${created.user_id}`;
    expect((await admin.get(path)).body).toEqual(created);
    const changes = { username: 'anne', email: 'anne@example.org', roles: ['viewer'] };
    const changed = await admin.patch<User>(path, changes);
    expect(changed.body).toEqual({ ...created, ...changes, updated_at: time });
    expect(Date.parse(changed.body.updated_at)).toBeGreaterThan(Date.parse(created.updated_at));
    expect((await admin.delete(path)).status).toBe(204);
    expect((await admin.delete(path)).status).toBe(204);
    expect((await admin.get<User>(path)).body).toMatchObject({ ...changes, is_active: false });
    expect((await admin.patch<User>(path, { is_active: true })).body).toMatchObject({ is_active: true });
    expect((await admin.patch<User>(path, {})).status).toBe(200);
  });

  it('who is disabled keeps the jobs', async () => {
    const { user, client } = await signUp(stack, 'with-a-job');
    const { job_id } = (
      await client.post<{ job_id: string }>('/ingest/files/init', { filename: 'a', size: 1 })
    ).body;
    expect((await admin.delete(`/users/${user.user_id}`)).status).toBe(204);
    expect((await admin.get(`/jobs/${job_id}`)).status).toBe(200);
  });

  it('that does not exist is not found', async () => {
    const path = `/users/${randomUUID()}`;
    expectProblem(await admin.get(path), 404, 'USER_NOT_FOUND');
    expectProblem(await admin.patch(path, { is_active: false }), 404, 'USER_NOT_FOUND');
    expectProblem(await admin.patch(path, { username: 'whoever' }), 404, 'USER_NOT_FOUND');
    expectProblem(await admin.delete(path), 404, 'USER_NOT_FOUND');
    expectProblem(await admin.get('/users/not-an-id'), 422, 'VALIDATION_FAILED');
  });

  it('is nobody’s business but an admin’s', async () => {
    for (const role of ['user', 'viewer'] as const) {
      const client = await stack.http.as(role);
      const { user_id: me } = (await client.get<User>('/auth/me')).body;
      for (const [method, path, body] of [
        ['GET', '/users', undefined],
        ['GET', `/users/${me}`, undefined],
        ['POST', '/users', newUser('made-by-nobody')],
        ['PATCH', `/users/${me}`, { roles: ['admin'] }],
        ['DELETE', `/users/${me}`, undefined],
      ] as const) {
        const answer = await client.request(method, path, body === undefined ? {} : { body });
        expectProblem(answer, 403, 'FORBIDDEN');
      }
      expect((await client.get<User>('/auth/me')).body.roles).toEqual([role]);
    }
  });
});

describe('username and email', () => {
  it('are somebody’s in any case', async () => {
    await createUser(admin, 'berta');
    const create = (username: string, email: string) => admin.post('/users', newUser(username, { email }));
    expectProblem(await create('BERTA', 'other@example.com'), 409, 'USERNAME_TAKEN');
    expectProblem(await create('other', 'Berta@Example.COM'), 409, 'EMAIL_TAKEN');
    const { user_id: id } = await createUser(admin, 'carl');
    expectProblem(await admin.patch(`/users/${id}`, { username: 'Berta' }), 409, 'USERNAME_TAKEN');
    expectProblem(await admin.patch(`/users/${id}`, { email: 'BERTA@example.com' }), 409, 'EMAIL_TAKEN');
    expect((await admin.patch<User>(`/users/${id}`, { username: 'CARL' })).body.username).toBe('CARL');
  });

  it('go to one of ten who ask at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_unused, index) =>
        admin.post(
          '/users',
          newUser(index % 2 === 0 ? 'Wanted' : 'wANTED', { email: `wanted-${index}@example.com` }),
        ),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(9).fill(409)]);
    for (const answer of answers.filter(({ status }) => status === 409)) {
      expectProblem(answer, 409, 'USERNAME_TAKEN');
    }
  });
});

describe('the list of users', () => {
  it('is newest first, in pages that a Link leads through, each user once', async () => {
    const made: string[] = [];
    for (let index = 0; index < 7; index += 1) {
      made.unshift((await createUser(admin, `listed-${index}`, { roles: ['viewer'] })).user_id);
    }
    const seen: string[] = [];
    let path: string | undefined = '/users?limit=3&role=viewer&is_active=true';
    for (let pages = 0; path !== undefined && pages < 20; pages += 1) {
      const answer = await admin.get<User[]>(path);
      expect(answer.status).toBe(200);
      expect(answer.body.length).toBeLessThanOrEqual(3);
      for (const user of answer.body) {
        expect([user.is_active, user.roles.includes('viewer')]).toEqual([true, true]);
        seen.push(user.user_id);
      }
      path = nextPage(answer);
      if (path !== undefined) expect(path).toMatch(/limit=3.*role=viewer|role=viewer.*limit=3/);
    }
    expect(seen.slice(0, 7)).toEqual(made);
    expect(new Set(seen).size).toBe(seen.length);
    const byOffset = await admin.get<User[]>('/users?limit=2&offset=2&role=viewer&is_active=true');
    expect(byOffset.body.map((user) => user.user_id)).toEqual(made.slice(2, 4));
  });

  it('knows who is disabled', async () => {
    const { user_id: id } = await createUser(admin, 'gone');
    await admin.delete(`/users/${id}`);
    const ids = async (query: string): Promise<string[]> =>
      (await admin.get<User[]>(`/users?limit=1000&${query}`)).body.map((user) => user.user_id);
    expect(await ids('is_active=false')).toContain(id);
    expect(await ids('is_active=true')).not.toContain(id);
    expect(await ids('role=admin')).not.toContain(id);
    expect(await ids('')).toContain(id);
  });

  it.each(['role=root', 'is_active=yes', 'is_active=', 'limit=0', 'limit=1001', 'offset=-1', 'name=x'])(
    'refuses %s',
    async (query) => {
      const problem = expectProblem(await admin.get(`/users?${query}`), 422, 'VALIDATION_FAILED');
      expect(pointersOf(problem)).toEqual([`?${query.split('=')[0] ?? ''}`]);
    },
  );
});

describe('what a user is made of', () => {
  it.each([
    ['username', ['', 'a', '-ann', 'a b', 'änn', 'a'.repeat(65), null, 1, ['ann']]],
    ['email', ['', 'ann', 'ann@', `${'a'.repeat(250)}@example.com`, null]],
    ['roles', [[], ['root'], ['user', 'user'], 'user', null, [null]]],
    ['password', ['', null, 12]],
    ['is_active', [false]],
  ])('%s is checked', async (field, values) => {
    for (const value of values) {
      const answer = await admin.post('/users', newUser('faulty', { [field]: value }));
      expect([value, pointersOf(expectProblem(answer, 422, 'VALIDATION_FAILED'))]).toEqual([
        value,
        [`/${field}`],
      ]);
    }
    const missing = await admin.post('/users', newUser('faulty', { [field]: undefined }));
    if (field === 'is_active') expect(missing.status).toBe(201);
    else expect(pointersOf(expectProblem(missing, 422, 'VALIDATION_FAILED'))).toEqual([`/${field}`]);
  });

  it('is checked when it changes', async () => {
    const { user_id: id } = await createUser(admin, 'changing');
    for (const [field, value] of [
      ['username', null],
      ['email', null],
      ['roles', null],
      ['roles', []],
      ['is_active', null],
      ['is_active', 'false'],
      ['password', PASSWORD],
      ['user_id', randomUUID()],
    ] as const) {
      const answer = await admin.patch(`/users/${id}`, { [field]: value });
      expect(pointersOf(expectProblem(answer, 422, 'VALIDATION_FAILED'))).toEqual([`/${field}`]);
    }
  });
});
