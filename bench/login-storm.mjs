// What a storm of logins does to everybody else: the p99 of two cheap routes and the event-loop delay of the API, first
// while nobody logs in, then while so many do at once, all the time.
//   npm run bench:login-storm -- [--logins 20] [--seconds 15] [--every-ms 10]
// Needs a build (npm run build). Prints figures and ratios; ends with code 1 where a target is missed.
import { cpus } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { median, percentile, rounded } from './support/figures.mjs';
import { call, hangUp } from './support/http-call.mjs';
import { startPrivateStack } from './support/private-stack.mjs';

const MAX_RATIO = 5;
const MAX_EVENT_LOOP_DELAY_MS = 50;
const WARM_UP_SECONDS = 5;

const { values } = parseArgs({
  options: {
    logins: { type: 'string', default: '20' },
    seconds: { type: 'string', default: '15' },
    'every-ms': { type: 'string', default: '10' },
  },
});
const [logins, seconds, everyMs] = [values.logins, values.seconds, values['every-ms']].map(Number);

/** Asks for a URL at a fixed pace, whether or not the last answer has come. @returns milliseconds of each answer */
async function probe(url, token, forSeconds = seconds) {
  const asked = [];
  const startedAt = performance.now();
  for (let count = 0; performance.now() - startedAt < forSeconds * 1000; count += 1) {
    await pause(Math.max(0, startedAt + count * everyMs - performance.now()));
    asked.push(call(url, { token }));
  }
  const answers = await Promise.all(asked);
  const bad = answers.find(({ status }) => status !== 200);
  if (bad !== undefined) throw new Error(`${url} answered ${bad.status}`);
  return answers.map(({ ms }) => ms);
}

async function eventLoopDelay(stack) {
  const lines = () => stack.apiOutput().match(/\{"event_loop_delay_ms":.*\}/g) ?? [];
  const before = lines().length;
  process.kill(stack.api.pid, 'SIGUSR2');
  while (lines().length === before) await pause(20);
  return JSON.parse(lines().at(-1)).event_loop_delay_ms;
}

async function measure(stack, jobUrl, token) {
  await eventLoopDelay(stack);
  const [live, job] = await Promise.all([probe(`${stack.url}/health/live`), probe(jobUrl, token)]);
  return { live, job, delay: await eventLoopDelay(stack) };
}

/** Logs in over and over, so many at once, until told to stop. */
function startStorm(url, credentials) {
  const done = [];
  let over = false;
  const one = async () => {
    while (!over) done.push(await call(`${url}/auth/login`, { method: 'POST', body: credentials }));
  };
  const running = Promise.all(Array.from({ length: logins }, one));
  const stop = async () => {
    over = true;
    await running;
    return done;
  };
  return { stop };
}

async function prepare(url) {
  const credentials = { username: 'user', password: 'user123' };
  const { body } = await call(`${url}/auth/login`, { method: 'POST', body: credentials });
  const token = body.access_token;
  const file = { filename: 'a.log', size: 1 };
  const job = await call(`${url}/ingest/files/init`, { method: 'POST', token, body: file });
  return { token, jobUrl: `${url}/jobs/${job.body.job_id}` };
}

const stack = await startPrivateStack({
  env: { RATE_LIMIT_ENABLED: 'false' },
  apiArguments: ['--import', new URL('./support/event-loop-delay.mjs', import.meta.url).href],
});
try {
  console.log(
    `${logins} logins at once for ${seconds} s; each route asked every ${everyMs} ms; ${cpus().length} × ${cpus()[0].model}, Node ${process.version}`,
  );
  const { token, jobUrl } = await prepare(stack.url);
  await Promise.all([`${stack.url}/health/live`, jobUrl].map((url) => probe(url, token, WARM_UP_SECONDS)));
  const quiet = await measure(stack, jobUrl, token);
  // Somebody else, whose many new sessions end no session of the one who is measured.
  const storm = startStorm(stack.url, { username: 'viewer', password: 'viewer123' });
  const stormy = await measure(stack, jobUrl, token);
  const done = await storm.stop();
  process.exitCode = report(quiet, stormy, done) ? 0 : 1;
} finally {
  hangUp();
  await stack.stop();
}

/** @returns {boolean} whether the targets are met */
function report(quiet, stormy, done) {
  const rows = {};
  const ratios = [];
  for (const [name, title] of [
    ['live', 'GET /health/live'],
    ['job', 'GET /jobs/{id}'],
  ]) {
    const [before, during] = [percentile(quiet[name], 0.99), percentile(stormy[name], 0.99)];
    ratios.push(during / before);
    rows[title] = {
      'quiet median ms': rounded(median(quiet[name])),
      'storm median ms': rounded(median(stormy[name])),
      'quiet p99 ms': rounded(before),
      'storm p99 ms': rounded(during),
      ratio: rounded(during / before),
    };
  }
  console.table(rows);
  console.table({ quiet: quiet.delay, storm: stormy.delay });
  const statuses = [...new Set(done.map(({ status }) => status))];
  const counts = statuses.map((one) => `${done.filter(({ status }) => status === one).length} × ${one}`);
  const times = done.map(({ ms }) => ms);
  console.log(
    `logins: ${counts.join(', ')}; median ${rounded(median(times), 0)} ms, p99 ${rounded(percentile(times, 0.99), 0)} ms`,
  );
  const met = ratios.every((ratio) => ratio < MAX_RATIO) && stormy.delay.max < MAX_EVENT_LOOP_DELAY_MS;
  console.log(
    `${met ? 'met' : 'MISSED'}: ratios under ${MAX_RATIO}, event-loop delay (the longest) under ${MAX_EVENT_LOOP_DELAY_MS} ms`,
  );
  return met;
}
