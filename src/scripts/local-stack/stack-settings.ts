import { freePort, isPortFree } from './ports.js';
import { StartFailure } from './start-failure.js';

/** What the person's environment decides about the stack. */
export interface StackSettings {
  readonly host: string;
  readonly port: number;
  readonly workerPort: number;
  /** Given from outside: used, neither started nor stopped. */
  readonly databaseUrl: string | undefined;
  readonly redisUrl: string | undefined;
  readonly storageType: string;
  readonly production: boolean;
}

const DEFAULT_DATA_DIRECTORY = '.data';
const DEFAULT_PORT = 8000;
const DEFAULT_WORKER_PORT = 8001;
/** The default users' passwords are public, so only this machine may reach them unless HOST says otherwise. */
const DEFAULT_HOST = '127.0.0.1';

export function dataDirectoryPath(env: NodeJS.ProcessEnv): string {
  return given(env, 'INGEST_DATA_DIR') ?? DEFAULT_DATA_DIRECTORY;
}

/** @throws StartFailure when a port is no port, or is taken */
export async function readSettings(env: NodeJS.ProcessEnv): Promise<StackSettings> {
  const host = given(env, 'HOST') ?? DEFAULT_HOST;
  return {
    host,
    port: await apiPort(given(env, 'PORT'), host),
    workerPort: await workerPort(given(env, 'WORKER_PORT'), host),
    databaseUrl: given(env, 'DATABASE_URL'),
    redisUrl: given(env, 'REDIS_URL'),
    storageType: given(env, 'STORAGE_TYPE') ?? (given(env, 'S3_ENDPOINT') === undefined ? 'LOCAL' : 'S3'),
    production: given(env, 'ENVIRONMENT') === 'production',
  };
}

/** An empty variable counts as not given. */
function given(env: NodeJS.ProcessEnv, name: string): string | undefined {
  return env[name] === '' ? undefined : env[name];
}

/** @returns how this machine itself reaches what listens there */
export function localUrl(host: string, port: number): string {
  const everywhere = host === '0.0.0.0' || host === '::';
  return new URL(`http://${everywhere ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host}:${port}`)
    .origin;
}

async function apiPort(given: string | undefined, host: string): Promise<number> {
  const port = given === undefined ? DEFAULT_PORT : portNumber('PORT', given);
  if (port === 0) return freePort(host);
  if (await isPortFree(port, host)) return port;
  throw new StartFailure(
    `Port ${port} is taken by another program. Choose another one: PORT=${port + 80} npm start`,
  );
}

/** Nobody needs to know the worker's port, so it gives way unless it was asked for. */
async function workerPort(given: string | undefined, host: string): Promise<number> {
  const port = given === undefined ? DEFAULT_WORKER_PORT : portNumber('WORKER_PORT', given);
  if (port !== 0 && (await isPortFree(port, host))) return port;
  if (given === undefined || port === 0) return freePort(host);
  throw new StartFailure(`Port ${port} (WORKER_PORT) is taken by another program.`);
}

function portNumber(name: string, text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new StartFailure(`${name} must be a port number from 0 to 65535, not "${text}".`);
}
