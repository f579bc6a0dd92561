import { freePort, isPortFree } from './ports.js';
import { StartFailure } from './start-failure.js';

/** What the person's environment decides about the stack. */
export interface StackSettings {
  readonly dataDirectory: string;
  readonly host: string;
  readonly port: number;
  readonly workerPort: number;
  /** Given from outside: used, neither started nor stopped. */
  readonly databaseUrl: string | undefined;
  readonly redisUrl: string | undefined;
  readonly storageType: string;
  readonly production: boolean;
}

const DEFAULT_PORT = 8000;
const DEFAULT_WORKER_PORT = 8001;
/** The default users' passwords are public, so only this machine may reach them unless HOST says otherwise. */
const DEFAULT_HOST = '127.0.0.1';

export async function readSettings(env: NodeJS.ProcessEnv): Promise<StackSettings> {
  const given = (name: string): string | undefined => (env[name] === '' ? undefined : env[name]);
  const host = given('HOST') ?? DEFAULT_HOST;
  return {
    dataDirectory: given('INGEST_DATA_DIR') ?? '.data',
    host,
    port: await apiPort(given('PORT'), host),
    workerPort: await workerPort(given('WORKER_PORT'), host),
    databaseUrl: given('DATABASE_URL'),
    redisUrl: given('REDIS_URL'),
    storageType: given('STORAGE_TYPE') ?? (given('S3_ENDPOINT') === undefined ? 'LOCAL' : 'S3'),
    production: given('ENVIRONMENT') === 'production',
  };
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
