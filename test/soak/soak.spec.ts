import { setTimeout as pause } from 'node:timers/promises';
import { signUp } from '../e2e/steps/accounts.js';
import { getJob, ingest, type Job, type Statistics } from '../e2e/steps/jobs.js';
import { completedTwice } from '../faults/support/doubles.js';
import { printFigures } from '../faults/support/figures.js';
import { accountOf, expectNothingLeft, expectSameResult } from '../faults/support/invariants.js';
import { IMPATIENT } from '../faults/support/patience.js';
import { type Random, seededRandom } from '../faults/support/random.js';
import { type HttpClient, httpClient } from '../support/http-client.js';
import { type PostgresProcess, startPostgres } from '../support/postgres.js';
import { type RedisProcess, startRedis } from '../support/redis.js';
import { startStack, type Stack } from '../support/stack.js';
import { waitFor } from '../support/wait-for.js';
import { living, startChaos } from './chaos.js';
import { startMixedLoad, steeringOf } from './mixed-load.js';
import { loadSamples, type Sample } from './samples.js';

/** The short form that CI runs; `npm run soak -- --minutes N` for more. */
const MINUTES = Number(process.env['TEST_SOAK_MINUTES'] ?? 0.75);
const USERS = ['soak-one', 'soak-two', 'soak-three'];
const SETTLED_MS = 180_000;

let random: Random;
let redis: RedisProcess;
let postgres: PostgresProcess;
let stack: Stack;
let admin: HttpClient;
let samples: Sample[];
const undisturbed = new Map<string, Job>();

beforeAll(async () => {
  random = seededRandom('soak');
  [redis, postgres, samples] = await Promise.all([startRedis(), startPostgres(), loadSamples()]);
  stack = await startStack({
    api: 2,
    workers: 2,
    redisUrl: redis.url,
    databaseUrl: postgres.url,
    // Bad luck alone must not use up the retries; tokens outlive the longest soak.
    env: { ...IMPATIENT, MAX_RETRIES: '20', JWT_ACCESS_TOKEN_EXPIRE_MINUTES: '1440' },
  });
  admin = await stack.http.as('admin');
  for (const sample of samples) {
    undisturbed.set(sample.filename, await ingest(admin, sample.content, { filename: sample.filename }));
  }
}, 180_000);
afterAll(async () => {
  for (const process of [...stack.apis, ...stack.workers]) process.signal('SIGCONT');
  await stack.stop();
  await Promise.all([redis.stop(), postgres.stop()]);
}, 120_000);

/** Jobs whose upload was never completed end by their time; that time is over now. */
async function endOpenUploads(): Promise<void> {
  await stack.query(
    `UPDATE file_uploads u SET expires_at = now() - interval '1 day'
     FROM jobs j WHERE j.job_id = u.job_id AND j.status = 'CREATED'`,
  );
}

async function untilSettled(): Promise<void> {
  const open = (): Promise<{ job_id: string; status: string }[]> =>
    stack.query(`SELECT job_id, status FROM jobs WHERE status NOT IN ('COMPLETED', 'FAILED')`);
  await waitFor(async () => (await open()).length === 0, {
    what: 'every job to end',
    timeoutMs: SETTLED_MS,
    intervalMs: 250,
  });
}

async function expectAsUndisturbed(client: HttpClient, jobId: string): Promise<void> {
  const job = await getJob(client, jobId);
  const expected = undisturbed.get(job.file?.filename ?? '');
  if (expected === undefined) throw new Error(`No sample is called ${job.file?.filename ?? ''}.`);
  const account: Partial<Statistics> = accountOf(job);
  expect(account).toEqual(accountOf(expected));
  await expectSameResult(stack, job, expected);
}

interface Row {
  readonly job_id: string;
  readonly status: string;
  readonly error_code: string | null;
}

it(
  `${MINUTES} minutes of mixed load and random deaths: every job ends, once, with the right result`,
  async () => {
    const steering = await steeringOf(stack);
    const accounts = await Promise.all(USERS.map((username) => signUp(stack, username)));
    const tokens = accounts.map(({ tokens: { access_token } }) => access_token);
    const load = startMixedLoad(stack, tokens, samples, random, steering);
    const chaos = startChaos(stack, { redis, postgres }, random);
    await pause(MINUTES * 60_000);
    await chaos.stop();
    await load.stop();
    await endOpenUploads();
    await untilSettled();

    const { accepted, cancelled, removed } = load.dealings;
    const rows = await stack.query<Row & Record<string, unknown>>(
      'SELECT job_id, status, error_code FROM jobs',
    );
    const byId = new Map(rows.map((row) => [row.job_id, row]));
    const lost = [...accepted].filter(
      (jobId) => !removed.has(jobId) && !cancelled.has(jobId) && byId.get(jobId)?.status !== 'COMPLETED',
    );
    const twice = await completedTwice(stack);
    printFigures(`soak of ${MINUTES} minutes`, {
      seed: random.seed,
      jobs: rows.length,
      accepted: accepted.size,
      completed: rows.filter(({ status }) => status === 'COMPLETED').length,
      cancelled: cancelled.size,
      removed: removed.size,
      ...chaos.deeds,
      lost: lost.length,
      double: twice.length,
    });
    expect(lost.map((jobId) => byId.get(jobId) ?? jobId)).toEqual([]);
    expect(twice).toEqual([]);
    const api = living(stack, 'api')[0];
    const client = await httpClient(api?.url ?? '').as('admin');
    for (const row of rows.filter(({ status }) => status === 'COMPLETED'))
      await expectAsUndisturbed(client, row.job_id);
    const failures = rows.filter(({ status }) => status === 'FAILED').map(({ error_code }) => error_code);
    expect(
      [...new Set(failures)].filter((code) => code !== 'UPLOAD_EXPIRED' && code !== 'CANCELLED'),
    ).toEqual([]);
    await expectNothingLeft(stack);
  },
  MINUTES * 60_000 + 600_000,
);
