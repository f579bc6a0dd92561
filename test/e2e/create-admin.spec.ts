import { DEFAULT_USERS, type HttpClient, login } from '../support/http-client.js';
import { startStack, type Stack } from '../support/stack.js';
import { PASSWORD, type User } from './steps/accounts.js';
import { type CommandResult, runCommand } from './steps/command.js';
import { expectProblem } from './steps/problems.js';

const PRODUCTION = { ENVIRONMENT: 'production', CORS_ORIGINS: 'https://logs.example.com' };

let stack: Stack;

beforeAll(async () => {
  stack = await startStack({ workers: 0, users: false, env: PRODUCTION });
}, 60_000);
afterAll(() => stack.stop());
beforeEach(() => stack.query('DELETE FROM users'));

const createAdmin = (args: readonly string[], input?: string): Promise<CommandResult> =>
  runCommand('create-admin', args, stack.env, input);
const accounts = (): Promise<{ username: string }[]> => stack.query('SELECT username FROM users');
const signedIn = async (username: string, password: string): Promise<HttpClient> =>
  stack.http.withToken((await login(stack.apiUrl, { username, password })).access_token);

describe('create-admin in production', () => {
  it('takes a password from a pipe and shows it nowhere', async () => {
    const done = await createAdmin(['chief', 'chief@example.com'], `${PASSWORD}\n`);
    expect(done).toMatchObject({ code: 0, stdout: expect.stringContaining('chief') as unknown });
    expect(done.stdout + done.stderr).not.toContain(PASSWORD);
    const me = await (await signedIn('chief', PASSWORD)).get<User>('/auth/me');
    expect(me.body).toMatchObject({ username: 'chief', email: 'chief@example.com', roles: ['admin'] });
  });

  it('generates a password and shows it this once', async () => {
    const done = await createAdmin(['chief', 'chief@example.com', '--generate']);
    expect(done.code).toBe(0);
    const password = /^Password, .*: (\S{20,})$/m.exec(done.stdout)?.[1] ?? '';
    expect((await (await signedIn('chief', password)).get('/users')).status).toBe(200);
    const again = await createAdmin(['other', 'other@example.com', '--generate']);
    expect(again.code).toBe(1);
  });

  it('says in a sentence that the database is away', async () => {
    const away = { ...stack.env, DATABASE_URL: 'postgres://ingest:secret@127.0.0.1:9/ingest' };
    for (const [command, ...args] of [
      ['create-admin', 'chief', 'chief@example.com', '--generate'],
      ['migrate'],
    ] as const) {
      expect([command, await runCommand(command, args, away)]).toEqual([
        command,
        {
          code: 1,
          stdout: '',
          stderr: 'The database cannot be used (connect ECONNREFUSED 127.0.0.1:9); look at DATABASE_URL.\n',
        },
      ]);
    }
  });

  it('is for the first admin alone', async () => {
    await createAdmin(['chief', 'chief@example.com'], PASSWORD);
    const again = await createAdmin(['second', 'second@example.com'], PASSWORD);
    expect(again.code).toBe(1);
    expect(again.stderr).toContain('There is an admin already');
    expect(await accounts()).toEqual([{ username: 'chief' }]);
  });

  it('makes one when several are started at once', async () => {
    const runs = await Promise.all(
      ['one', 'two', 'three'].map((name) => createAdmin([name, `${name}@example.com`], PASSWORD)),
    );
    expect(runs.filter(({ code }) => code === 0)).toHaveLength(1);
    expect(await accounts()).toHaveLength(1);
  });

  it.each([
    ['a short password', ['chief', 'chief@example.com'], 'short'],
    ['a common password', ['chief', 'chief@example.com'], 'password1234'],
    ['no password', ['chief', 'chief@example.com'], ''],
    ['a bad username', ['c h', 'chief@example.com'], PASSWORD],
    ['a bad email', ['chief', 'chief'], PASSWORD],
    ['no email', ['chief'], PASSWORD],
    ['an unknown option', ['chief', 'chief@example.com', '--password', PASSWORD], ''],
  ])('refuses %s in words, without a trace', async (_what, args, input) => {
    const refused = await createAdmin(args, input);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/\S \S/);
    expect(refused.stderr + refused.stdout).not.toMatch(/node_modules|\n\s+at /);
    expect(refused.stderr + refused.stdout).not.toContain(PASSWORD);
    expect(await accounts()).toEqual([]);
  });
});

describe('the API in production', () => {
  const started = async (): Promise<string> =>
    stack.add('api').then(
      async (api) => {
        await api.stop();
        return 'started';
      },
      (error: unknown) => String(error),
    );

  it('does not start while anybody could come in with a public password', async () => {
    await runCommand('init-users', [], { ...stack.env, ENVIRONMENT: 'development' });
    const refused = await started();
    expect(refused).toContain('admin, user, viewer still have their public default passwords');
    expect(refused).not.toMatch(/node_modules|admin123/);
    await stack.query(`UPDATE users SET is_active = false WHERE username <> 'viewer'`);
    expect(await started()).toContain('users: viewer still');
    await stack.query(`UPDATE users SET password_hash = 'x' WHERE username = 'viewer'`);
    expect(await started()).toBe('started');
  });
});

describe('a public password in production', () => {
  it('opens no account, whatever it is called and however it is written', async () => {
    await runCommand('init-users', [], { ...stack.env, ENVIRONMENT: 'development' });
    await stack.query(`UPDATE users SET username = 'chief' WHERE username = 'admin'`);
    const { password } = DEFAULT_USERS.admin;
    for (const guess of [password, password.replace('a', '\uff41')]) {
      const answer = await stack.http.post('/auth/login', { username: 'chief', password: guess });
      expectProblem(answer, 401, 'INVALID_CREDENTIALS');
    }
  });
});

describe('init-users in production', () => {
  it('is refused', async () => {
    const refused = await runCommand('init-users', [], stack.env);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('refused in production');
    expect(await accounts()).toEqual([]);
  });
});
