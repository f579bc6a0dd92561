// Starts what the tests share: one Postgres with a migrated template database, one Redis. Jest loads this file outside
// its module system, so it is plain JavaScript; the servers are started by the compiled code of the local stack.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const DIST = resolve(import.meta.dirname, '../../dist/src');
const TEMPLATE_DATABASE = 'ingest_template';
/** Tests beside the code and in test/unit need no services: a run of only these starts in no time. */
const NEEDS_NO_SERVICES = /^(\.\/)?(src|test\/unit)\b/;

export default async function globalSetup(globalConfig) {
  const paths = globalConfig.nonFlagArgs ?? [];
  if (paths.length > 0 && paths.every((path) => NEEDS_NO_SERVICES.test(path))) return;

  const migrate = join(DIST, 'scripts/migrate.js');
  if (!existsSync(migrate)) throw new Error('The tests run the compiled service: `npm run build` first.');

  const directory = await mkdtemp(join(tmpdir(), 'ingest-test-services-'));
  await chmod(directory, 0o755); // where this is root, Postgres runs as another account
  const services = { directory, stop: [] };
  globalThis.__ingestTestServices = services;
  try {
    const [redisBinary, redis, postgres, postgresBinaries] = await startServices(services);
    await promisify(execFile)(process.execPath, [migrate, 'up'], {
      env: { ...process.env, DATABASE_URL: postgres.url(TEMPLATE_DATABASE), ENVIRONMENT: 'test' },
    });
    Object.assign(process.env, {
      TEST_DATABASE_URL: postgres.url('postgres'),
      TEST_TEMPLATE_DATABASE: TEMPLATE_DATABASE,
      TEST_REDIS_URL: redis.url,
      TEST_REDIS_BINARY: redisBinary,
      // Inside Jest the package, an ES module, cannot be asked.
      TEST_POSTGRES_BINARIES: JSON.stringify(postgresBinaries),
    });
  } catch (error) {
    const { default: globalTeardown } = await import('./global-teardown.mjs');
    await globalTeardown();
    throw error;
  }
}

async function startServices(services) {
  const stack = (name) => import(join(DIST, 'scripts/local-stack', name));
  const [{ redisBinary }, { startRedis }, { startPostgres, ensureDatabase }, { packagedBinaries }] =
    await Promise.all([
      stack('redis-binary.js'),
      stack('redis-server.js'),
      stack('postgres-server.js'),
      stack('postgres-binaries.js'),
    ]);
  const binary = redisBinary((line) => process.stderr.write(`${line}\n`));
  const inDirectory = (name) => join(services.directory, name);
  const redis = await startRedis({
    binary,
    directory: inDirectory('redis'),
    logFile: inDirectory('redis.log'),
    durable: false,
  });
  services.stop.push(() => redis.process.stop());
  const postgres = await startPostgres({
    directory: inDirectory('postgres'),
    logFile: inDirectory('postgres.log'),
    durable: false,
  });
  services.stop.push(() => postgres.process.stop());
  await ensureDatabase(postgres, TEMPLATE_DATABASE);
  return [binary, redis, postgres, { ...(await packagedBinaries()) }];
}
