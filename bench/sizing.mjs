// What one worker does and holds: jobs a second when small files wait for it, and the memory and connections
// of an API and a worker, idle and busy. The jobs wait before the worker is started, so that nothing else takes its cores.
//   npm run bench:sizing -- [--jobs 200] [--lines 100] [--concurrency 2]
// Needs a build (npm run build), and Linux. Nothing here asserts: it prints figures to compare.
import { readdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { Redis } from 'ioredis';
import { Client } from '../src/scripts/demo/client.mjs';
import { accessLog } from './support/access-log.mjs';
import { rounded } from './support/figures.mjs';
import { startPrivateStack } from './support/private-stack.mjs';

const SAMPLE_MS = 200;
/** The parsers that wait for files have started by then. */
const IDLE_MS = 5_000;
const { values: options } = parseArgs({
  options: {
    jobs: { type: 'string', default: '200' },
    lines: { type: 'string', default: '100' },
    concurrency: { type: 'string', default: '2' },
  },
});

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // it has just ended
  }
}

function childrenOf(pid) {
  return read(`/proc/${pid}/task/${pid}/children`).trim().split(' ').filter(Boolean).map(Number);
}

/** Resident memory of a process and all below it, MiB; pages that they share are counted once for each. */
function memoryMb(pid) {
  const own = Number(/^VmRSS:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) / 1024;
  return childrenOf(pid).reduce((sum, child) => sum + memoryMb(child), own);
}

/** Files, sockets and pipes of the process itself. */
function handles(pid) {
  return readdirSync(`/proc/${pid}/fd`).length;
}

async function connections(database, redis) {
  const { rows } = await database.query(
    `SELECT application_name AS name, count(*)::int AS count FROM pg_stat_activity
     WHERE datname = current_database() AND application_name LIKE 'ingest-%' GROUP BY 1`,
  );
  const clients = (await redis.client('LIST')).trim().split('\n').length - 1;
  return { ...Object.fromEntries(rows.map(({ name, count }) => [name, count])), redis: clients };
}

async function handIn(client, file, jobs) {
  for (let i = 0; i < jobs; i += 1) {
    const { job_id: jobId, presigned_url: url } = await client.init({
      filename: 'small.log',
      size: file.length,
    });
    await client.upload(url, file);
    await client.complete(jobId);
  }
}

/** The most of each figure while the work goes on. */
async function watch(isOver, sample) {
  const most = {};
  while (!(await isOver())) {
    for (const [name, value] of Object.entries(await sample())) most[name] = Math.max(most[name] ?? 0, value);
    await pause(SAMPLE_MS);
  }
  return most;
}

const stack = await startPrivateStack({
  env: { RATE_LIMIT_ENABLED: 'false', LOG_LEVEL: 'warn', WORKER_CONCURRENCY: options.concurrency },
  worker: false,
});
const database = new pg.Client({ connectionString: stack.databaseUrl });
const redis = new Redis(stack.redisUrl);
try {
  await database.connect();
  const client = new Client(stack.url);
  await client.login('user', 'user123');
  const beforeWorker = { 'API MiB': memoryMb(stack.api.pid), ...(await connections(database, redis)) };
  await handIn(client, accessLog(Number(options.lines)), Number(options.jobs));
  const worker = await stack.startWorker();
  const sample = async () => ({
    'API MiB': memoryMb(stack.api.pid),
    'worker MiB, parsers included': memoryMb(worker.pid),
    'worker handles': handles(worker.pid),
    ...(await connections(database, redis)),
  });
  const isOver = async () =>
    (await database.query(`SELECT 1 FROM jobs WHERE status IN ('QUEUED', 'PROCESSING') LIMIT 1`)).rowCount ===
    0;
  const busy = await watch(isOver, sample);
  const { rows } = await database.query(
    `SELECT count(*)::int AS jobs, extract(epoch FROM max(finished_at) - min(started_at))::float AS seconds
     FROM jobs WHERE status = 'COMPLETED'`,
  );
  await pause(IDLE_MS);
  const idle = await sample();
  const [{ jobs, seconds }] = rows;
  console.log(
    `${jobs} jobs of ${options.lines} lines, ${options.concurrency} at a time: ${rounded(jobs / seconds)} jobs/s; ` +
      `${cpus().length} × ${cpus()[0].model}, Node ${process.version}`,
  );
  const whole = (figures) =>
    Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, Math.round(value)]));
  console.table({
    'before the worker': whole(beforeWorker),
    'worker busy, the most': whole(busy),
    'idle after': whole(idle),
  });
} finally {
  redis.disconnect();
  await database.end();
  await stack.stop();
}
