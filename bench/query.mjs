// What it costs to ask about a job of a million records: through the API, and by bare DuckDB on the same Parquet; and
// whether GET /jobs/{id} feels four such queries that run all the time.
//   npm run bench:query -- [--records 1000000] [--runs 15] [--seconds 10]
// Needs a build (npm run build). Starts the service for itself in a temporary folder. Nothing here asserts: it prints
// figures to compare.
import { mkdtempSync, openAsBlob, readFileSync, rmSync, statSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import { Client } from '../src/scripts/demo/client.mjs';
import { findService } from '../src/scripts/demo/service.mjs';
import { generate } from './generate.mjs';

const { values: options } = parseArgs({
  options: {
    records: { type: 'string', default: '1000000' },
    runs: { type: 'string', default: '15' },
    seconds: { type: 'string', default: '10' },
  },
});
const BYTES_PER_RECORD = 262.5;
const THREADS = 2;
const WATCHED_PER_SECOND = 50;

/** Each query as a client asks it, and as bare DuckDB is asked for the same. */
const QUERIES = [
  {
    name: 'filter, first page',
    path: 'logs?severity_min=error&field.service=payment&limit=100',
    sql: `SELECT * FROM records WHERE severity_number >= 17 AND service = 'payment' LIMIT 100`,
  },
  {
    name: 'attribute, first page',
    path: 'logs?field.user.id=4242&limit=100',
    sql: `SELECT * FROM records WHERE json_extract_string(attributes, '/user/id') = '4242' LIMIT 100`,
  },
  {
    name: 'text search, rare',
    path: 'logs?q=order%204242%20&limit=100',
    sql: `SELECT * FROM records WHERE body ILIKE '%order 4242 %' OR raw ILIKE '%order 4242 %' LIMIT 100`,
    sameSql: `SELECT * FROM records
      WHERE regexp_matches(body, 'order 4242 ', 'i') OR regexp_matches(raw, 'order 4242 ', 'i') LIMIT 100`,
  },
  {
    name: 'text search, frequent',
    path: 'logs?q=REJECTED&limit=100',
    sql: `SELECT * FROM records WHERE body ILIKE '%rejected%' OR raw ILIKE '%rejected%' LIMIT 100`,
    sameSql: `SELECT * FROM records
      WHERE regexp_matches(body, 'rejected', 'i') OR regexp_matches(raw, 'rejected', 'i') LIMIT 100`,
  },
  {
    name: 'newest first',
    path: 'logs?order=desc&limit=100',
    sql: `SELECT * FROM records ORDER BY line_no DESC LIMIT 100`,
  },
  {
    name: 'histogram',
    path: 'histogram?interval=3600',
    sql: `SELECT date_trunc('hour', timestamp) AS hour, severity_number, count(*) FROM records GROUP BY ALL`,
  },
];

function percentile(numbers, share) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

async function timed(work) {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

async function openBare(path) {
  const instance = await DuckDBInstance.create(':memory:', { threads: String(THREADS) });
  const connection = await instance.connect();
  await connection.run(
    `CREATE VIEW records AS SELECT * FROM read_parquet('${path}', hive_partitioning = false)`,
  );
  return async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJson();
}

/** Side by side, so that what else the machine does hits both. */
async function compare(bare, get, job) {
  const table = [];
  for (const { name, path, sql, sameSql } of QUERIES) {
    const ask = async () => (await get(`/jobs/${job}/${path}`)).text();
    await ask();
    await bare(sql);
    const times = { bare: [], same: [], ours: [] };
    for (let run = 0; run < Number(options.runs); run += 1) {
      times.bare.push(await timed(() => bare(sql)));
      if (sameSql !== undefined) times.same.push(await timed(() => bare(sameSql)));
      times.ours.push(await timed(ask));
    }
    const bareMs = percentile(times.bare, 0.5);
    const goalMs = 1.5 * bareMs + 10;
    const oursMs = percentile(times.ours, 0.5);
    table.push({
      query: name,
      'bare ms': Math.round(bareMs),
      'bare p95': Math.round(percentile(times.bare, 0.95)),
      ...(sameSql === undefined ? {} : { 'bare, our SQL': Math.round(percentile(times.same, 0.5)) }),
      'API ms': Math.round(oursMs),
      'API p95': Math.round(percentile(times.ours, 0.95)),
      'goal ms': Math.round(goalMs),
      met: oursMs <= goalMs,
    });
  }
  console.table(table);
}

/** GET /jobs/{id} at a steady rate. */
async function watch(get, job) {
  const times = [];
  const endsAt = performance.now() + Number(options.seconds) * 1000;
  const asked = [];
  while (performance.now() < endsAt) {
    asked.push(timed(async () => (await get(`/jobs/${job}`)).text()).then((ms) => times.push(ms)));
    await pause(1000 / WATCHED_PER_SECOND);
  }
  await Promise.all(asked);
  return times;
}

async function watchUnderLoad(get, job) {
  const quiet = await watch(get, job);
  let answered = 0;
  let stopped = false;
  const loads = [1, 2, 3, 4].map(async (index) => {
    for (let run = index; !stopped; run += 1) {
      await (await get(`/jobs/${job}/${QUERIES[run % QUERIES.length].path}`)).text();
      answered += 1;
    }
  });
  const loaded = await watch(get, job);
  stopped = true;
  await Promise.all(loads);
  const row = (name, times) => ({
    'GET /jobs/{id}': name,
    requests: times.length,
    'median ms': Number(percentile(times, 0.5).toFixed(1)),
    'p95 ms': Number(percentile(times, 0.95).toFixed(1)),
    'p99 ms': Number(percentile(times, 0.99).toFixed(1)),
  });
  console.table([row('quiet', quiet), row('while four queries run', loaded)]);
  const ratio = percentile(loaded, 0.99) / percentile(quiet, 0.99);
  console.log(`p99 ratio ${ratio.toFixed(2)} (goal: under 2); ${answered} queries were answered meanwhile`);
}

async function ingest(url, folder) {
  const source = join(folder, 'million.ndjson');
  const { bytes, lines } = generate('ndjson', source, Number(options.records) * BYTES_PER_RECORD, 0);
  const client = new Client(url);
  await client.login('admin', 'admin123');
  const ticket = await client.init({ filename: 'million.ndjson', size: bytes });
  await client.upload(ticket.presigned_url, await openAsBlob(source));
  await client.complete(ticket.job_id);
  const job = await client.follow(ticket.job_id, () => undefined);
  if (job.status !== 'COMPLETED') throw new Error(`the job is ${job.status}: ${job.error_message}`);
  rmSync(source);
  return { job, lines };
}

async function getter(url) {
  const login = await fetch(`${url}/auth/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ username: 'admin', password: 'admin123' }),
  });
  const { access_token: token } = await login.json();
  return async (path) => {
    const answer = await fetch(url + path, { headers: { Authorization: `Bearer ${token}` } });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  };
}

const folder = mkdtempSync(join(tmpdir(), 'ingest-bench-'));
Object.assign(process.env, {
  INGEST_DATA_DIR: join(folder, 'data'),
  MAX_UPLOAD_SIZE_MB: '5120',
  RATE_LIMIT_ENABLED: 'false',
  QUERY_THREADS: String(THREADS),
});
const service = await findService();
try {
  const { job, lines } = await ingest(service.url, folder);
  const stem = `ingest_date=${job.created_at.slice(0, 10)}/job_id=${job.job_id}/attempt-1.parquet`;
  const parquet = join(service.storageDir, 'parsed', stem);
  console.log(
    `${lines} records, ${Math.round(statSync(parquet).size / 1e6)} MB of Parquet, ${options.runs} runs, ${THREADS} threads; ${cpus()[0].model}, Node ${process.version}`,
  );
  const get = await getter(service.url);
  await compare(await openBare(parquet), get, job.job_id);
  await watchUnderLoad(get, job.job_id);
} catch (error) {
  console.error(error, readFileSync(join(folder, 'data/logs/api.log'), 'utf8').slice(-2_000));
  process.exitCode = 1;
} finally {
  await service.stop();
  rmSync(folder, { recursive: true, force: true });
}
