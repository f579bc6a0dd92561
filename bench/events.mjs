// Many clients that watch jobs at one API process: whether each sees every state of its job, how late, and what the
// process needs for them. On a real stack: API, worker, Postgres and Redis as processes.
//   npm run bench:events -- [--listeners 500] [--at-once 8]
// Needs a build (npm run build). Nothing here asserts: it prints figures to compare.
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { TextDecoderStream } from 'node:stream/web';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { findService } from '../src/scripts/demo/service.mjs';

const STATES = ['CREATED', 'QUEUED', 'PROCESSING', 'COMPLETED'];
const SAMPLE_MS = 250;
const METRICS_TOKEN = 'a-token-for-benchmarks-that-is-long-enough';
const { values: options } = parseArgs({
  options: { listeners: { type: 'string', default: '500' }, 'at-once': { type: 'string', default: '8' } },
});
const FILE = Buffer.from('2026-05-17T10:05:00Z INFO one line\n'.repeat(100));

async function call(url, token, path, body) {
  const answer = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** The API's memory and the greatest delay of its event loop since the last look. */
async function look(url) {
  const text = await (
    await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${METRICS_TOKEN}` } })
  ).text();
  const value = (name) => Number(new RegExp(`^${name}(?:{[^}]*})? (\\S+)`, 'm').exec(text)?.[1]);
  return {
    rssMib: value('process_resident_memory_bytes') / 2 ** 20,
    cpuSeconds: value('process_cpu_seconds_total'),
    loopP99Ms: value('nodejs_eventloop_lag_p99_seconds') * 1000,
  };
}

/** Listens until the server ends the stream. @returns the states in the order they came, and when each did */
async function listen(url, token, jobId, onOpen) {
  const answer = await fetch(`${url}/jobs/${jobId}/events`, {
    headers: { authorization: `Bearer ${token}` },
  });
  if (!answer.ok) throw new Error(`events: ${answer.status}`);
  const seen = [];
  let text = '';
  for await (const chunk of answer.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const events = text.split('\n\n');
    text = events.pop();
    for (const event of events.filter((one) => one.includes('event: status'))) {
      const job = JSON.parse(/^data: (.*)$/m.exec(event)[1]);
      seen.push({ status: job.status, at: Date.now(), finishedAt: Date.parse(job.finished_at) });
    }
    if (seen.length > 0) onOpen();
  }
  return seen;
}

/** Runs the work for each of the items, so many at a time. */
async function each(items, atOnce, work) {
  const left = [...items];
  const lane = async () => {
    while (left.length > 0) await work(left.shift());
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}

function quantile(numbers, share) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

async function run(url) {
  const count = Number(options.listeners);
  const { access_token: token } = await call(url, undefined, '/auth/login', {
    username: 'user',
    password: 'user123',
  });
  const tickets = [];
  await each(Array.from({ length: count }), Number(options['at-once']), async () => {
    tickets.push(await call(url, token, '/ingest/files/init', { filename: 'a.log', size: FILE.length }));
  });
  const before = await look(url);
  const opened = [];
  const listeners = tickets.map(({ job_id: jobId }) => {
    let open;
    opened.push(new Promise((resolve) => (open = resolve)));
    return listen(url, token, jobId, open);
  });
  await Promise.all(opened);
  const idle = await look(url);
  const samples = [];
  let isDone = false;
  const sampler = (async () => {
    while (!isDone) {
      samples.push(await look(url));
      await pause(SAMPLE_MS);
    }
  })();
  const startedAt = performance.now();
  await each(tickets, Number(options['at-once']), async ({ job_id, presigned_url: uploadUrl }) => {
    const answer = await fetch(uploadUrl, { method: 'PUT', body: FILE });
    if (!answer.ok) throw new Error(`upload: ${answer.status}`);
    await call(url, token, '/ingest/files/complete', { job_id });
  });
  const all = await Promise.all(listeners);
  const seconds = (performance.now() - startedAt) / 1000;
  isDone = true;
  await sampler;
  const complete = all.filter((seen) => seen.map(({ status }) => status).join() === STATES.join()).length;
  const late = all.map((seen) => seen.at(-1).at - seen.at(-1).finishedAt);
  const most = (name) => Math.max(...samples.map((sample) => sample[name]));
  console.table({
    listeners: count,
    'saw every state of their job, in order': complete,
    'seconds from the first upload to the last end': Number(seconds.toFixed(1)),
    'end told after, ms, median': quantile(late, 0.5),
    'end told after, ms, p99': quantile(late, 0.99),
    'API RSS MiB, before': Math.round(before.rssMib),
    'API RSS MiB, all listening': Math.round(idle.rssMib),
    'API RSS MiB, most': Math.round(most('rssMib')),
    'API CPU s while jobs ran': Number((samples.at(-1).cpuSeconds - idle.cpuSeconds).toFixed(1)),
    'event loop p99 ms, most': Number(most('loopP99Ms').toFixed(1)),
  });
}

const folder = mkdtempSync(join(tmpdir(), 'ingest-bench-'));
Object.assign(process.env, {
  INGEST_DATA_DIR: folder,
  RATE_LIMIT_ENABLED: 'false',
  MAX_EVENT_STREAMS_PER_USER: '10000',
  LOG_LEVEL: 'warn',
  PORT: '0',
  METRICS_TOKEN,
});
delete process.env.INGEST_URL;
console.log(`${cpus().length} × ${cpus()[0].model}, Node ${process.version}`);
const service = await findService();
try {
  await run(service.url);
} finally {
  await service.stop();
  rmSync(folder, { recursive: true, force: true });
}
