import type pg from 'pg';
import type { AppConfig } from '../../common/config/app-config.js';
import { missingMigrations } from '../../common/database/migrations.js';
import { LOCK_CONNECTIONS } from '../../common/database/advisory-lock.js';
import { onOneConnection } from '../../common/database/one-connection.js';
import { DEFAULT_USERS } from '../../users/default-users.js';
import { PasswordHasher } from '../../users/password-hasher.js';
import { type Finding, fail, ok, reasonOf, warn } from './finding.js';
import { judgeSkew } from './clock-skew.js';

const ANSWER_MS = 5_000;
/** Oldest major version that the statements of this service were run on. */
const OLDEST_VERSION = 15;

/** Version, schema, clock, first admin and default passwords. */
export async function checkPostgres(config: AppConfig): Promise<Finding[]> {
  const connection = { url: config.database.url, applicationName: 'ingest-doctor', timeoutMs: ANSWER_MS };
  try {
    return await onOneConnection(connection, (client) => examine(client, config));
  } catch (error) {
    return [
      fail('postgres', `Postgres cannot be used (${reasonOf(error)}); look at DATABASE_URL and the server.`),
    ];
  }
}

async function examine(client: pg.Client, config: AppConfig): Promise<Finding[]> {
  const { rows } = await client.query<{ version: string; now: Date; connections: number }>(
    `SELECT current_setting('server_version') AS version, clock_timestamp() AS now,
            current_setting('max_connections')::int AS connections`,
  );
  const [server] = rows;
  if (server === undefined) return [fail('postgres', 'Postgres answers nothing.')];
  const findings = [
    judgeVersion(server.version),
    judgePool(server.connections, config),
    judgeSkew('clock (postgres)', server.now),
  ];
  const missing = await missingMigrations(async (sql) => (await client.query<{ name: string }>(sql)).rows);
  if (missing.length > 0)
    return [
      ...findings,
      fail('migrations', `The schema lacks ${missing.join(', ')}; run \`npm run migrate\`.`),
    ];
  return [
    ...findings,
    ok('migrations', 'The schema is current.'),
    ...(await examineAccounts(client, config)),
  ];
}

function judgeVersion(version: string): Finding {
  return Number.parseInt(version, 10) >= OLDEST_VERSION
    ? ok('postgres', `Postgres ${version} answers.`)
    : fail('postgres', `Postgres ${version} is too old; take ${OLDEST_VERSION} or newer.`);
}

function judgePool(connections: number, { database: { poolSize } }: AppConfig): Finding {
  const processes = Math.floor((connections - 10) / (poolSize + LOCK_CONNECTIONS));
  const text = `Room for ${processes} processes (max_connections ${connections}, DATABASE_POOL_SIZE ${poolSize}).`;
  return processes >= 2
    ? ok('connections', text)
    : warn('connections', `${text} Raise the one or lower the other.`);
}

async function examineAccounts(client: pg.Client, { production }: AppConfig): Promise<Finding[]> {
  const { rows } = await client.query<{ username: string; password_hash: string; admin: boolean }>(
    `SELECT username, password_hash, 'admin' = ANY(roles) AS admin FROM users
     WHERE is_active AND (username IN ('admin', 'user', 'viewer') OR 'admin' = ANY(roles))`,
  );
  const hasher = new PasswordHasher();
  try {
    const weak: string[] = [];
    for (const { username, password_hash } of rows) {
      const password = DEFAULT_USERS.find((user) => user.username === username)?.password;
      if (password !== undefined && (await hasher.matches(password, password_hash))) weak.push(username);
    }
    const judge = production ? fail : warn;
    return [
      rows.some(({ admin }) => admin)
        ? ok('admin', 'There is an admin.')
        : warn(
            'admin',
            'There is no admin; `npm run create-admin -- <username> <email>` makes the first one.',
          ),
      weak.length === 0
        ? ok('default users', 'No default user has its default password.')
        : judge(
            'default users',
            `${weak.join(', ')}: the password is the default; change it or disable the user.`,
          ),
    ];
  } finally {
    await hasher.onApplicationShutdown();
  }
}
