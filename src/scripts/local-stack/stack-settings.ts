import { loadConfig } from '../../common/config/load-config.js';
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

/** @throws StartFailure with everything that is wrong in the configuration; when a port is taken */
export async function readSettings(env: NodeJS.ProcessEnv): Promise<StackSettings> {
  checkConfiguration(env);
  const host = given(env, 'HOST') ?? DEFAULT_HOST;
  return {
    host,
    port: await apiPort(given(env, 'PORT'), host),
    workerPort: await workerPort(given(env, 'WORKER_PORT'), host),
    databaseUrl: given(env, 'DATABASE_URL'),
    redisUrl: given(env, 'REDIS_URL'),
    storageType: storageType(env),
    production: given(env, 'ENVIRONMENT') === 'production',
  };
}

function storageType(env: NodeJS.ProcessEnv): string {
  return given(env, 'STORAGE_TYPE') ?? (given(env, 'S3_ENDPOINT') === undefined ? 'LOCAL' : 'S3');
}

/** As API and worker will read it, so that nothing is started for a configuration that they refuse. */
function checkConfiguration(env: NodeJS.ProcessEnv): void {
  try {
    loadConfig({
      JWT_SECRET_KEY: 'the stack makes a random one where none is given',
      ...env,
      STORAGE_TYPE: storageType(env),
    });
  } catch (error) {
    throw new StartFailure((error as Error).message);
  }
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
  const port = Number(given ?? DEFAULT_PORT);
  if (port === 0) return freePort(host);
  if (await isPortFree(port, host)) return port;
  throw new StartFailure(
    `Port ${port} is taken by another program. Choose another one: PORT=${port + 80} npm start`,
  );
}

/** Nobody needs to know the worker's port, so it gives way unless it was asked for. */
async function workerPort(given: string | undefined, host: string): Promise<number> {
  const port = Number(given ?? DEFAULT_WORKER_PORT);
  if (port !== 0 && (await isPortFree(port, host))) return port;
  if (given === undefined || port === 0) return freePort(host);
  throw new StartFailure(`Port ${port} (WORKER_PORT) is taken by another program.`);
}
