import { environmentSchema } from '../../common/config/environment.schema.js';
import { runScript, startEntry, untilReady } from './application.js';
import type { DataDirectory } from './data-directory.js';
import { ensureDatabase, startPostgres } from './postgres-server.js';
import { redisBinary } from './redis-binary.js';
import { startRedis } from './redis-server.js';
import type { RunningParts } from './running-parts.js';
import { keptSecret } from './secrets.js';
import { localUrl, type StackSettings } from './stack-settings.js';

const DATABASE = 'ingest';

export interface BringUp {
  readonly settings: StackSettings;
  readonly data: DataDirectory;
  readonly parts: RunningParts;
  readonly tell: (line: string) => void;
  /** Says that nobody wants the stack any more. */
  readonly signal: AbortSignal;
}

export interface Endpoints {
  readonly api: string;
  readonly worker: string;
  readonly database: string;
  readonly redis: string;
}

export interface RunningService {
  readonly endpoints: Endpoints;
  /** What API and worker were given of the variables that they know. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Starts whatever was not given, brings the schema up to date, and returns when API and worker are ready. */
export async function bringUp(run: BringUp): Promise<RunningService> {
  const { settings, signal } = run;
  const [database, redis] = await startServices(run);
  signal.throwIfAborted();
  const env = environment(run, database, redis);
  run.tell('Bringing the database up to date …');
  await runScript('migrate', env, signal);
  if (!settings.production) await runScript('init-users', env, signal);
  signal.throwIfAborted();
  run.tell('Starting API and worker …');
  const urls = await startApplications(run, env);
  return { endpoints: { ...urls, database, redis }, environment: knownVariables(env) };
}

/** Returns or throws only when neither is still being started: what starts later could not be stopped any more. */
async function startServices(run: BringUp): Promise<[string, string]> {
  const { databaseUrl, redisUrl } = run.settings;
  const binary = redisUrl === undefined ? redisBinary(run.tell) : '';
  const starting = [
    databaseUrl === undefined ? ownDatabase(run) : Promise.resolve(databaseUrl),
    redisUrl === undefined ? ownRedis(run, binary) : Promise.resolve(redisUrl),
  ] as const;
  await Promise.allSettled(starting);
  return Promise.all(starting);
}

async function ownDatabase({ data, parts, tell }: BringUp): Promise<string> {
  tell('Starting Postgres …');
  const postgres = await startPostgres({
    directory: data.postgres,
    logFile: data.newLog('postgres'),
    durable: true,
    onSpawn: (process) => {
      parts.addService(process);
    },
  });
  await ensureDatabase(postgres, DATABASE);
  return postgres.url(DATABASE);
}

async function ownRedis({ data, parts, tell }: BringUp, binary: string): Promise<string> {
  tell('Starting Redis …');
  const redis = await startRedis({
    binary,
    directory: data.redis,
    logFile: data.newLog('redis'),
    durable: true,
    onSpawn: (process) => {
      parts.addService(process);
    },
  });
  return redis.url;
}

async function startApplications(run: BringUp, env: NodeJS.ProcessEnv) {
  const { settings, data, parts, signal } = run;
  const api = await startEntry('API', 'main.js', env, data.newLog('api'));
  parts.addApplication(api);
  const worker = await startEntry('worker', 'worker.js', env, data.newLog('worker'));
  parts.addApplication(worker);
  const urls = {
    api: localUrl(settings.host, settings.port),
    worker: localUrl(settings.host, settings.workerPort),
  };
  await Promise.all([untilReady(api, urls.api, signal), untilReady(worker, urls.worker, signal)]);
  signal.throwIfAborted();
  return urls;
}

/** What was given stays; the rest is what this stack decides. */
function environment({ settings, data }: BringUp, database: string, redis: string): NodeJS.ProcessEnv {
  const decided = {
    PUBLIC_URL: `http://localhost:${settings.port}`,
    LOCAL_STORAGE_DIR: data.storage,
    SCRATCH_DIR: data.scratch,
    CACHE_DIR: data.cache,
    ...(process.env['JWT_SECRET_KEY'] ? {} : { JWT_SECRET_KEY: keptSecret(data.jwtSecretFile) }),
  };
  const given = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ''));
  return {
    // The AWS SDK's reminder that newer Node versions exist says nothing about this service.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    ...decided,
    ...given,
    HOST: settings.host,
    PORT: String(settings.port),
    WORKER_PORT: String(settings.workerPort),
    DATABASE_URL: database,
    REDIS_URL: redis,
    STORAGE_TYPE: settings.storageType,
  };
}

function knownVariables(env: NodeJS.ProcessEnv): Record<string, string> {
  const known = Object.keys(environmentSchema.shape);
  return Object.fromEntries(
    known.flatMap((name) => {
      const value = env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
