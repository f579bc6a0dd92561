import type { EventEmitter } from 'node:events';
import { pino } from 'pino';
import { loadConfig } from '../../src/common/config/load-config.js';
import { AuditLog } from '../../src/common/logging/audit-log.js';
import { User } from '../../src/users/entities/user.entity.js';
import { PasswordChangeLimiter } from '../../src/users/password-change-limiter.js';
import { PasswordHasher } from '../../src/users/password-hasher.js';
import { UsersRepository } from '../../src/users/users.repository.js';
import { type NewUser, UsersService } from '../../src/users/users.service.js';
import { type ConnectedDatabase, connectDatabase } from './support/data-source.js';

/** bcrypt by itself reads this much. */
const BCRYPT_BYTES = 72;

let connected: ConnectedDatabase;
let hasher: PasswordHasher;
let users: UsersService;

beforeAll(async () => {
  connected = await connectDatabase({}, [User]);
  hasher = new PasswordHasher();
  const config = loadConfig({});
  users = new UsersService(
    new UsersRepository(connected.source.getRepository(User), connected.source),
    hasher,
    new AuditLog(pino({ level: 'silent' })),
    new PasswordChangeLimiter(config),
    config,
  );
});
afterAll(async () => {
  await hasher.onApplicationShutdown();
  await connected.close();
});

const newUser = (username: string, password = 'a password'): NewUser => ({
  username,
  email: `${username}@example.com`,
  password,
  roles: ['user'],
});

describe('a password', () => {
  it('longer than bcrypt reads counts to its last character', async () => {
    const long = 'x'.repeat(BCRYPT_BYTES);
    await users.createIfAbsent(newUser('long', `${long}-the end`));
    expect(await users.verifyCredentials('long', `${long}-the end`)).toMatchObject({ valid: true });
    expect(await users.verifyCredentials('long', `${long}-the End`)).toMatchObject({ valid: false });
    expect(await users.verifyCredentials('long', long)).toMatchObject({ valid: false });
  });

  it('holds NUL, and counts after it', async () => {
    await users.createIfAbsent(newUser('nul', 'before\0after'));
    expect(await users.verifyCredentials('nul', 'before\0after')).toMatchObject({ valid: true });
    expect(await users.verifyCredentials('nul', 'before')).toMatchObject({ valid: false });
  });

  it('is the same however its letters are composed', async () => {
    await users.createIfAbsent(newUser('unicode', 'pässword'.normalize('NFC')));
    expect(await users.verifyCredentials('unicode', 'pässword'.normalize('NFD'))).toMatchObject({
      valid: true,
    });
  });

  it('is kept as a bcrypt hash of its own, and never shown', async () => {
    await users.createIfAbsent(newUser('one', 'the same'));
    await users.createIfAbsent(newUser('two', 'the same'));
    const rows = await connected.database.query<{ password_hash: string }>(
      `SELECT password_hash FROM users WHERE username IN ('one', 'two')`,
    );
    const hashes = rows.map((row) => row.password_hash);
    expect(new Set(hashes).size).toBe(2);
    for (const hash of hashes) expect(hash).toMatch(/^\$2[aby]\$1[0-9]\$/);
    expect(JSON.stringify(await users.verifyCredentials('one', 'the same'))).not.toContain('$2');
  });

  it('of nobody takes as long to refuse as a wrong one', async () => {
    await users.createIfAbsent(newUser('timed'));
    const tookMs = async (username: string): Promise<number> => {
      const startedAt = performance.now();
      expect(await users.verifyCredentials(username, 'wrong')).toMatchObject({ valid: false });
      return performance.now() - startedAt;
    };
    const [known, unknown] = [await tookMs('timed'), await tookMs('nobody')];
    // Without the comparison it would be a hundredth.
    expect(unknown).toBeGreaterThan(known / 4);
  });

  it('is hashed beside the event loop', async () => {
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 5);
    await users.verifyCredentials('timed', 'wrong');
    clearInterval(timer);
    expect(turns).toBeGreaterThan(3);
  });
});

describe('the hasher', () => {
  it('leaves nothing behind with every password it hashes', async () => {
    const pool = (hasher as unknown as { readonly pool: EventEmitter }).pool;
    const before = pool.listenerCount('error');
    await hasher.matches('x', null);
    expect([before, pool.listenerCount('error')]).toEqual([before, before]);
  });
});

describe('an account', () => {
  it('is found in any case of its name', async () => {
    await users.createIfAbsent(newUser('MixedCase'));
    for (const name of ['MixedCase', 'mixedcase', 'MIXEDCASE']) {
      expect(await users.verifyCredentials(name, 'a password')).toMatchObject({ valid: true });
    }
  });

  it('is one, whatever the case of name and email, also when ten ask at once', async () => {
    const made = await Promise.all(
      Array.from({ length: 10 }, (_unused, index) =>
        users.createIfAbsent(newUser(index % 2 === 0 ? 'Racing' : 'racing')),
      ),
    );
    expect(made.filter(Boolean)).toHaveLength(1);
    expect(await users.createIfAbsent({ ...newUser('other'), email: 'RACING@example.COM' })).toBe(false);
  });

  it('that is disabled is nobody', async () => {
    await users.createIfAbsent(newUser('disabled'));
    await connected.database.query(`UPDATE users SET is_active = false WHERE username = 'disabled'`);
    expect(await users.verifyCredentials('disabled', 'a password')).toMatchObject({ valid: false });
  });

  it.each([['{}'], ['{root}'], ['{user,root}']])(
    'with the roles %s is refused by the database',
    async (roles) => {
      const insert = `INSERT INTO users (user_id, username, email, password_hash, roles)
      VALUES (gen_random_uuid(), 'odd', 'odd', 'x', $1)`;
      await expect(connected.database.query(insert, [roles])).rejects.toMatchObject({
        constraint: 'users_roles_known',
      });
    },
  );
});
