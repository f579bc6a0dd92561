// A whole service for one measurement: Postgres, Redis, API and worker of its own, on free ports and in a folder that goes
// away with it. Needs a build (npm run build).
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runScript } from '../../dist/src/scripts/local-stack/application.js';
import { ManagedProcess } from '../../dist/src/scripts/local-stack/managed-process.js';
import { freePort } from '../../dist/src/scripts/local-stack/ports.js';
import { ensureDatabase, startPostgres } from '../../dist/src/scripts/local-stack/postgres-server.js';
import { redisBinary } from '../../dist/src/scripts/local-stack/redis-binary.js';
import { startRedis } from '../../dist/src/scripts/local-stack/redis-server.js';
import { until } from '../../dist/src/scripts/local-stack/until.js';

const COMPILED = resolve(import.meta.dirname, '../../dist/src');
const DATABASE = 'ingest';
const READY_TIMEOUT_MS = 60_000;

/**
 * @param {{ env?: Record<string, string>, apiArguments?: string[], worker?: boolean }} options - added to the environment;
 *   arguments for the API's node; whether a worker runs too
 * @returns {Promise<{ url: string, databaseUrl: string, redisUrl: string, api: ManagedProcess,
 *   startWorker(): Promise<ManagedProcess>, apiOutput(): string, stop(): Promise<void> }>}
 */
export async function startPrivateStack({ env = {}, apiArguments = [], worker = true } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'ingest-bench-'));
  await chmod(folder, 0o755); // where this is root, Postgres runs as another account
  const processes = [];
  const stop = async () => {
    for (const process of processes.reverse()) await process.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const inFolder = (name) => join(folder, name);
    const onSpawn = (process) => processes.push(process);
    const redis = await startRedis({
      binary: redisBinary(console.error),
      directory: inFolder('redis'),
      logFile: inFolder('redis.log'),
      durable: false,
      onSpawn,
    });
    const postgres = await startPostgres({
      directory: inFolder('postgres'),
      logFile: inFolder('postgres.log'),
      durable: false,
      onSpawn,
    });
    await ensureDatabase(postgres, DATABASE);
    const [port, workerPort] = [await freePort(), await freePort()];
    const url = `http://127.0.0.1:${port}`;
    const variables = {
      ...process.env,
      ENVIRONMENT: 'test',
      HOST: '127.0.0.1',
      PORT: String(port),
      WORKER_PORT: String(workerPort),
      PUBLIC_URL: url,
      DATABASE_URL: postgres.url(DATABASE),
      REDIS_URL: redis.url,
      STORAGE_TYPE: 'LOCAL',
      LOCAL_STORAGE_DIR: inFolder('storage'),
      SCRATCH_DIR: inFolder('scratch'),
      JWT_SECRET_KEY: 'a-secret-for-measurements-that-is-long-enough',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      ...env,
    };
    const signal = AbortSignal.timeout(READY_TIMEOUT_MS);
    for (const script of ['migrate', 'init-users']) await runScript(script, variables, signal);
    const start = async (name, entry, address, args = []) => {
      const started = await ManagedProcess.start({
        name,
        command: process.execPath,
        args: [...args, join(COMPILED, entry)],
        env: variables,
        logFile: inFolder(`${name}.log`),
      });
      processes.push(started);
      await untilReady(started, address);
      return started;
    };
    const api = await start('api', 'main.js', url, apiArguments);
    const startWorker = () => start('worker', 'worker.js', `http://127.0.0.1:${workerPort}`);
    if (worker) await startWorker();
    return {
      url,
      databaseUrl: variables.DATABASE_URL,
      redisUrl: variables.REDIS_URL,
      api,
      startWorker,
      apiOutput: () => readFileSync(api.logFile, 'utf8'),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function untilReady(started, address) {
  const ready = async () =>
    started.ending !== undefined ||
    (await fetch(`${address}/health/ready`).then(
      (answer) => answer.ok,
      () => false,
    ));
  if ((await until(ready, READY_TIMEOUT_MS)) && started.ending === undefined) return;
  const output = readFileSync(started.logFile, 'utf8').trimEnd().split('\n').slice(-20).join('\n');
  throw new Error(`${started.name} ${started.ending ?? 'was not ready in time'}:\n${output}`);
}
