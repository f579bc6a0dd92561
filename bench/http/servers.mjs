// Real Postgres and Redis for a benchmark, on free ports and in a folder of their own.
import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { ensureDatabase, startPostgres } from '../../dist/src/scripts/local-stack/postgres-server.js';
import { redisBinary } from '../../dist/src/scripts/local-stack/redis-binary.js';
import { startRedis } from '../../dist/src/scripts/local-stack/redis-server.js';

const DIST = resolve(import.meta.dirname, '../../dist/src');
const DATABASE = 'bench';

/**
 * Starts both, migrates, and makes the default users.
 *
 * Postgres runs without fsync: what is compared is the work of two Node processes, and waiting for a disk would hide it.
 */
export async function startServers() {
  const folder = mkdtempSync(join(tmpdir(), 'ingest-bench-http-'));
  chmodSync(folder, 0o755); // where this is root, Postgres runs as another account
  const started = [];
  const stop = async () => {
    await Promise.all(started.map((process) => process.stop()));
    rmSync(realpathSync(join(folder, 'postgres')), { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const onSpawn = (process) => started.push(process);
    const place = (name) => ({
      directory: join(folder, name),
      logFile: join(folder, `${name}.log`),
      durable: false,
      onSpawn,
    });
    const redis = await startRedis({ binary: redisBinary(console.error), ...place('redis') });
    const postgres = await startPostgres(place('postgres'));
    await ensureDatabase(postgres, DATABASE);
    const env = environment(folder, postgres.url(DATABASE), redis.url);
    await run('migrate.js', ['up'], env);
    await run('init-users.js', [], env);
    return { folder, env, stop };
  } catch (error) {
    await stop().catch(() => undefined);
    throw error;
  }
}

/** The service's own defaults, but for places, the secret, and a limit of requests that is never reached. */
function environment(folder, databaseUrl, redisUrl) {
  mkdirSync(join(folder, 'storage'));
  return {
    ENVIRONMENT: 'test',
    HOST: '127.0.0.1',
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    STORAGE_TYPE: 'LOCAL',
    LOCAL_STORAGE_DIR: join(folder, 'storage'),
    SCRATCH_DIR: join(folder, 'scratch'),
    JWT_SECRET_KEY: 'a-secret-for-benchmarks-that-is-long-enough',
    RATE_LIMIT_ENABLED: 'true',
    RATE_LIMIT_PER_MINUTE: '1000000',
    // One measurement makes more uploads than one user may have open by default.
    MAX_OPEN_UPLOADS_PER_USER: '10000',
  };
}

async function run(script, args, env) {
  await promisify(execFile)(process.execPath, [join(DIST, 'scripts', script), ...args], {
    env: { ...process.env, ...env },
  });
}
