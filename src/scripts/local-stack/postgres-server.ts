import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { lastLines } from './log-files.js';
import { ManagedProcess, stopLeftover } from './managed-process.js';
import { type PostgresBinaries, postgresBinaries } from './postgres-binaries.js';
import { postgresHome } from './postgres-home.js';
import { identify, isAlive } from './process-identity.js';
import { freePort } from './ports.js';
import { keptSecret } from './secrets.js';
import { type ServerAccount, serverAccount } from './server-account.js';
import { StartFailure } from './start-failure.js';
import { until } from './until.js';

export interface PostgresOptions {
  /** Folder for the data, the password and, where needed, a copy of the programs. */
  readonly directory: string;
  readonly logFile: string;
  /** Any free one by default. */
  readonly port?: number;
  /** False gives up safety against power cuts for speed: for tests. */
  readonly durable: boolean;
  /** By default the package is asked for them. */
  readonly binaries?: PostgresBinaries;
  /** Is told of the process as soon as it exists, before it is ready. */
  readonly onSpawn?: (process: ManagedProcess) => void;
}

export interface PostgresServer {
  readonly process: ManagedProcess;
  readonly port: number;
  /** @returns how to connect to a database of this server, as its superuser */
  url(database: string): string;
}

const SUPERUSER = 'ingest';
const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 15_000;
const FAST_NOT_DURABLE = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'max_connections=300',
];

/** Starts a Postgres of our own on loopback; its data outlives it. */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const account = serverAccount();
  const home = postgresHome(options.directory, account);
  const binaries = await postgresBinaries(account, home, options.binaries);
  const password = keptSecret(join(home, 'password'));
  const data = join(home, 'data');
  if (!existsSync(join(data, 'PG_VERSION')))
    initialise(binaries, { home, data, password, account, durable: options.durable });
  const owner = account === undefined ? undefined : ownerOf(data);
  await clearStalePidFile(data);

  const port = options.port ?? (await freePort());
  const server = await ManagedProcess.start({
    name: 'Postgres',
    command: binaries.postgres,
    args: [
      '-D',
      data,
      '-p',
      String(port),
      ...settings(options.durable).flatMap((setting) => ['-c', setting]),
    ],
    env: { ...process.env, LC_ALL: 'C' },
    cwd: home,
    logFile: options.logFile,
    stopSignal: 'SIGINT',
    stopTimeoutMs: STOP_TIMEOUT_MS,
    ...owner,
  });
  options.onSpawn?.(server);
  const url = (database: string): string =>
    `postgresql://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}`;
  await ready(server, url('postgres'));
  return { process: server, port, url };
}

/** Makes a database unless it is there. */
export async function ensureDatabase(server: PostgresServer, name: string): Promise<void> {
  await withClient(server.url('postgres'), async (client) => {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`);
  });
}

function settings(durable: boolean): string[] {
  return ['listen_addresses=127.0.0.1', 'unix_socket_directories=', ...(durable ? [] : FAST_NOT_DURABLE)];
}

interface NewCluster {
  readonly home: string;
  readonly data: string;
  readonly password: string;
  readonly account: ServerAccount | undefined;
  readonly durable: boolean;
}

/** Made under another name first, so that a cluster cut off half-way is never taken for a whole one. */
function initialise(binaries: PostgresBinaries, cluster: NewCluster): void {
  const partial = `${cluster.data}.partial`;
  const passwordFile = join(cluster.home, 'password.initdb');
  for (const old of [partial, cluster.data, passwordFile]) rmSync(old, { recursive: true, force: true });
  writeFileSync(passwordFile, cluster.password, { mode: 0o600 });
  if (cluster.account !== undefined) {
    chownSync(cluster.home, cluster.account.uid, cluster.account.gid);
    chownSync(passwordFile, cluster.account.uid, cluster.account.gid);
  }
  const made = spawnSync(
    binaries.initdb,
    [
      `--pgdata=${partial}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      ...(cluster.durable ? [] : ['--no-sync']),
    ],
    { encoding: 'utf8', cwd: cluster.home, env: { ...process.env, LC_ALL: 'C' }, ...cluster.account },
  );
  rmSync(passwordFile, { force: true });
  if (made.status !== 0) {
    throw new StartFailure('Postgres could not set up its data folder.', made.error?.message ?? made.stderr);
  }
  renameSync(partial, cluster.data);
}

/** The data may be from a time when another account was chosen; Postgres wants to run as the owner of its data. */
function ownerOf(data: string): ServerAccount {
  const { uid, gid } = statSync(data);
  return { uid, gid };
}

/**
 * After a hard kill of the stack either its Postgres still runs, and is ended now, or only its pid file is left, whose
 * number may belong to somebody else's process by now.
 */
async function clearStalePidFile(data: string): Promise<void> {
  const pidFile = join(data, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  const identity = identify(pid);
  if (identity !== undefined && isPostgresOf(pid, data)) {
    await stopLeftover(identity, 'SIGINT', STOP_TIMEOUT_MS);
    if (isAlive(identity))
      throw new StartFailure(`An old Postgres of this data folder does not end: pid ${pid}.`);
  }
  rmSync(pidFile, { force: true });
}

function isPostgresOf(pid: number, data: string): boolean {
  const line = process.platform === 'linux' ? commandLineInProc(pid) : commandLineByPs(pid);
  return line.includes('postgres') && line.includes(data);
}

function commandLineInProc(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

function commandLineByPs(pid: number): string {
  return spawnSync('ps', ['-ww', '-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).stdout;
}

async function ready(server: ManagedProcess, url: string): Promise<void> {
  const answered = await until(
    async () =>
      server.ending !== undefined || (await withClient(url, () => Promise.resolve(true)).catch(() => false)),
    START_TIMEOUT_MS,
  );
  if (answered && server.ending === undefined) return;
  const what = server.ending ?? 'did not answer in time';
  await server.stop();
  throw new StartFailure(`Postgres ${what}.`, lastLines(server.logFile));
}

async function withClient<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  // A connection that breaks between two queries would otherwise end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await use(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
