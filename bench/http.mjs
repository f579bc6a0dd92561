// Requests per second, p99 and CPU of the API beside a bare Express handler that does the same work, in the same run.
//   npm run bench:http -- [--seconds 3] [--rounds 5] [--connections 32] [--only job,list] [--ablation] [--profile DIR]
// Needs a build (npm run build) and starts its own Postgres and Redis. Nothing here asserts: it prints figures to compare.
import { once } from 'node:events';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { ABLATIONS } from './http/ablations.mjs';
import { checkSameAnswers, makeCases, turnOf } from './http/cases.mjs';
import { startLoad, startProcess } from './http/processes.mjs';
import { seedFinishedJobs } from './http/rows.mjs';
import { startServers } from './http/servers.mjs';

const FINISHED_JOBS = 1_000;
const S3_ENDPOINT_OF_NOBODY = 'http://127.0.0.1:9';
const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '5' },
    connections: { type: 'string', default: '32' },
    only: { type: 'string' },
    ablation: { type: 'boolean', default: false },
    profile: { type: 'string' },
  },
});
const seconds = Number(options.seconds);
const rounds = Number(options.rounds);
const connections = Number(options.connections);
const here = import.meta.dirname;
const stops = [];

function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

async function start(servers, name, entry, { env = {}, ...rest } = {}) {
  const process = await startProcess({
    name,
    entry: join(here, entry),
    env: { ...servers.env, ...env },
    folder: servers.folder,
    readyPath: '/health/live',
    ...rest,
  });
  stops.push(process.stop);
  return process;
}

async function startSides(servers) {
  const main = '../dist/src/main.js';
  const execArgv = options.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${options.profile}`];
  return {
    local: await start(servers, 'service-on-local', main, { execArgv }),
    s3: await start(servers, 'service-on-s3', main, {
      execArgv,
      env: { STORAGE_TYPE: 'S3', S3_ENDPOINT: S3_ENDPOINT_OF_NOBODY },
    }),
    bare: await start(servers, 'bare', 'http/bare.child.mjs', { readyPath: '/ready' }),
  };
}

async function login(url) {
  const answer = await fetch(`${url}/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'user', password: 'user123' }),
  });
  return (await answer.json()).access_token;
}

/** Every variant takes its turn in every round, so that what else the machine does hits them alike. */
async function interleave(turns) {
  const results = new Map(turns.map(({ key }) => [key, []]));
  for (const { warm } of turns) await warm();
  for (let round = 0; round < rounds; round += 1) {
    for (const { key, run } of round % 2 === 0 ? turns : [...turns].reverse())
      results.get(key).push(await run());
  }
  const all = (key, name) => results.get(key).map((each) => each[name]);
  return (key) => ({
    perSecond: median(all(key, 'perSecond')),
    p99Ms: median(all(key, 'p99Ms')),
    // The least: whatever else the machine does only ever adds to it.
    cpuMicros: Math.min(...all(key, 'cpuMicros')),
  });
}

async function compare(cases, sides, shared) {
  const turns = cases.flatMap((test) =>
    ['service', 'bare'].map((side) => ({
      key: `${test.id} ${side}`,
      ...turnOf({
        ...shared,
        test,
        url: test.urls[side],
        process: sides[side === 'service' ? test.serviceSide : side],
      }),
    })),
  );
  const figures = await interleave(turns);
  console.table(
    cases.map((test) => {
      const [ours, bare] = [figures(`${test.id} service`), figures(`${test.id} bare`)];
      return {
        request: test.name,
        'service req/s': Math.round(ours.perSecond),
        'bare req/s': Math.round(bare.perSecond),
        'service : bare': Number((ours.perSecond / bare.perSecond).toFixed(2)),
        'service p99 ms': Number(ours.p99Ms.toFixed(1)),
        'bare p99 ms': Number(bare.p99Ms.toFixed(1)),
        'service CPU µs': Math.round(ours.cpuMicros),
        'bare CPU µs': Math.round(bare.cpuMicros),
      };
    }),
  );
}

/** The service without one of its parts at a time: what is saved is what the part costs. */
async function ablate(servers, test, shared) {
  const turns = [];
  for (const variant of Object.keys(ABLATIONS)) {
    const process = await start(
      servers,
      `without-${variant.replaceAll(' ', '-')}`,
      'http/variant.child.mjs',
      {
        args: [variant, shared.userId],
        env: ABLATIONS[variant].env ?? {},
      },
    );
    const { pathname, search } = new URL(test.urls.service);
    const url = `${process.url}${pathname}${search}`;
    turns.push({ key: variant, ...turnOf({ ...shared, test, url, process }) });
  }
  const figures = await interleave(turns);
  const whole = figures('nothing');
  console.log(`${test.name}: the service without …`);
  console.table(
    Object.keys(ABLATIONS).map((variant) => {
      const { perSecond, p99Ms, cpuMicros } = figures(variant);
      return {
        without: variant,
        'req/s': Math.round(perSecond),
        'p99 ms': Number(p99Ms.toFixed(1)),
        'CPU µs': Math.round(cpuMicros),
        'saves CPU µs': Math.round(whole.cpuMicros - cpuMicros),
      };
    }),
  );
}

async function run(servers) {
  const sides = await startSides(servers);
  const load = startLoad();
  stops.push(load.stop);
  const database = new pg.Pool({ connectionString: servers.env.DATABASE_URL, max: 1 });
  stops.push(() => database.end());
  const users = await database.query(`SELECT user_id FROM users WHERE username = 'user'`);
  const userId = users.rows[0].user_id;
  const jobId = await seedFinishedJobs(database, userId, FINISHED_JOBS);
  await database.query('ANALYZE');
  const token = await login(sides.local.url);
  const all = makeCases({ sides, database, userId, jobId, storageDir: servers.env.LOCAL_STORAGE_DIR });
  await checkSameAnswers(all, token);
  const cases = all.filter(({ id }) => options.only === undefined || options.only.split(',').includes(id));
  const shared = { load, database, token, seconds, connections, userId };
  if (options.ablation) for (const test of cases) await ablate(servers, test, shared);
  else await compare(cases, sides, shared);
}

console.log(
  `${connections} connections, ${rounds} rounds of ${seconds} s: median rates and p99, least CPU; ` +
    `${cpus().length} × ${cpus()[0].model}, Node ${process.version}`,
);
const servers = await startServers();
const interrupted = Promise.race(['SIGINT', 'SIGTERM'].map((signal) => once(process, signal)));
try {
  const outcome = await Promise.race([run(servers), interrupted]);
  if (outcome !== undefined) process.exitCode = 130;
} finally {
  await Promise.allSettled(stops.map((stop) => stop()));
  await servers.stop();
}
process.exit();
