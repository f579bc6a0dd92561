// How long a small file takes from the answer of `complete` until its job is COMPLETED, on a real stack: API, worker,
// Postgres and Redis as processes, one job at a time.
//   npm run bench:small-file -- [--jobs 60] [--lines 100] [--pause 400]
// Needs a build (npm run build). Nothing here asserts: it prints figures to compare.
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Client } from '../src/scripts/demo/client.mjs';
import { findService } from '../src/scripts/demo/service.mjs';
import { accessLog } from './support/access-log.mjs';

const POLL_MS = 4;
const { values: options } = parseArgs({
  options: {
    jobs: { type: 'string', default: '60' },
    lines: { type: 'string', default: '100' },
    // Between two jobs: an idle machine is what is measured, and a parser that was used is being replaced.
    pause: { type: 'string', default: '400' },
  },
});

/** @returns milliseconds of each part of one job's way */
async function measure(client, file) {
  const { job_id: jobId, presigned_url: url } = await client.init({
    filename: 'small.log',
    size: file.length,
  });
  await client.upload(url, file);
  await client.complete(jobId);
  const answeredAt = performance.now();
  const job = await client.follow(jobId, () => undefined, POLL_MS);
  const total = performance.now() - answeredAt;
  if (job.status !== 'COMPLETED') throw new Error(`The job is ${job.status}: ${job.error_code}`);
  const at = (name) => Date.parse(job[name]);
  const { stage, parse, publish } = job.statistics.seconds;
  return {
    total,
    pickup: at('started_at') - at('queued_at'),
    processing: at('finished_at') - at('started_at'),
    stage: stage * 1000,
    parse: parse * 1000,
    publish: publish * 1000,
  };
}

function quantile(numbers, share) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]);
}

const folder = mkdtempSync(join(tmpdir(), 'ingest-bench-'));
Object.assign(process.env, {
  INGEST_DATA_DIR: folder,
  RATE_LIMIT_ENABLED: 'false',
  LOG_LEVEL: 'warn',
  PORT: '0',
});
delete process.env.INGEST_URL;
const service = await findService();
try {
  const client = new Client(service.url);
  await client.login('user', 'user123');
  const file = accessLog(Number(options.lines));
  const runs = [];
  for (let i = -5; i < Number(options.jobs); i += 1) {
    await pause(Number(options.pause));
    const run = await measure(client, file);
    if (i >= 0) runs.push(run);
  }
  console.log(
    `${options.jobs} jobs of ${options.lines} lines, one at a time; ms; ${cpus()[0].model}, Node ${process.version}`,
  );
  const row = (name) => {
    const numbers = runs.map((run) => run[name]);
    return { median: quantile(numbers, 0.5), p95: quantile(numbers, 0.95), max: quantile(numbers, 1) };
  };
  console.table(Object.fromEntries(Object.keys(runs[0]).map((name) => [name, row(name)])));
} finally {
  await service.stop();
  rmSync(folder, { recursive: true, force: true });
}
