import { ingest, type Job, untilFinished, upload } from '../e2e/steps/jobs.js';
import type { HttpClient } from '../support/http-client.js';
import { startStack, type Stack } from '../support/stack.js';
import { startTcpProxyTo, type TcpProxy } from '../support/tcp-proxy.js';
import { waitFor } from '../support/wait-for.js';
import { completedTwice } from './support/doubles.js';
import { effort } from './support/effort.js';
import { printFigures } from './support/figures.js';
import { expectNothingLeft, expectSameResult } from './support/invariants.js';
import { IMPATIENT } from './support/patience.js';
import { expectSameUsage, type Usage, usageOf } from './support/usage.js';

const KILLS = effort(1, 20);
const CONTENT = '2026-01-02T03:04:05Z INFO hello\n';

let stack: Stack;
let client: HttpClient;
let redis: TcpProxy;
let postgres: TcpProxy;
let undisturbed: Job;
let used: Usage[];
let lost = 0;

beforeAll(async () => {
  stack = await startStack({ env: IMPATIENT });
  client = await stack.http.as('user');
  [redis, postgres] = await Promise.all([
    startTcpProxyTo(stack.redisUrl),
    startTcpProxyTo(stack.databaseUrl),
  ]);
  undisturbed = await ingest(client, CONTENT);
  used = usageOf(stack);
}, 90_000);
afterAll(async () => {
  await stack.stop();
  await Promise.all([redis.stop(), postgres.stop()]);
});

const statusOf = async (jobId: string): Promise<string | undefined> =>
  (await stack.query<{ status: string }>('SELECT status FROM jobs WHERE job_id = $1', [jobId]))[0]?.status;

/** Completes through an API of its own, which dies when the moment has come. @returns the job's id */
async function completeAndKill(moment: (jobId: string) => Promise<void>): Promise<string> {
  const { job_id } = await upload(client, CONTENT);
  const api = await stack.add('api', {
    REDIS_URL: redis.through(stack.redisUrl),
    DATABASE_URL: postgres.through(stack.databaseUrl),
  });
  const reached = moment(job_id);
  const answer = fetch(new URL('/ingest/files/complete', api.url), {
    method: 'POST',
    headers: { Authorization: await bearer(), 'Content-Type': 'application/json' },
    body: JSON.stringify({ job_id }),
  }).catch(() => undefined);
  await reached;
  await api.kill();
  for (const proxy of [redis, postgres]) {
    proxy.cut();
    proxy.restore();
  }
  expect(await answer).toBeUndefined();
  return job_id;
}

async function bearer(): Promise<string> {
  const answer = await stack.http.post<{ access_token: string }>('/auth/login', {
    username: 'user',
    password: 'user123',
  });
  return `Bearer ${answer.body.access_token}`;
}

async function finished(jobId: string): Promise<Job> {
  return untilFinished(client, jobId, 30_000).catch((error: unknown) => {
    lost += 1;
    throw error;
  });
}

describe('an API killed in the middle of complete', () => {
  it(
    'between the commit and the entry in the queue: the job runs all the same',
    async () => {
      for (let count = 0; count < KILLS; count += 1) {
        const jobId = await completeAndKill(async (id) => {
          await redis.holdAt(id, 'before');
          expect(await statusOf(id)).toBe('QUEUED');
        });
        const job = await finished(jobId);
        expect(job).toMatchObject({ attempt: 1, retry_count: 0 });
        await expectSameResult(stack, job, undisturbed);
      }
    },
    KILLS * 60_000,
  );

  it(
    'before the commit: the job stays CREATED, and the next call queues it',
    async () => {
      for (let count = 0; count < KILLS; count += 1) {
        const jobId = await completeAndKill((id) =>
          postgres.holdAt(`SET status = 'QUEUED'`, 'before').then(async () => {
            expect(await statusOf(id)).toBe('CREATED');
          }),
        );
        expect((await client.post('/ingest/files/complete', { job_id: jobId })).status).toBe(200);
        await expectSameResult(stack, await finished(jobId), undisturbed);
      }
    },
    KILLS * 60_000,
  );

  it(
    'between the entry and the answer: the job runs once, and the call made again says that it is queued already',
    async () => {
      for (let count = 0; count < KILLS; count += 1) {
        const jobId = await completeAndKill(async (id) => {
          await redis.holdAt(id, 'after');
          await waitFor(async () => (await statusOf(id)) !== 'CREATED', { what: 'the commit' });
        });
        await expectSameResult(stack, await finished(jobId), undisturbed);
        const again = await client.post('/ingest/files/complete', { job_id: jobId });
        expect(again).toMatchObject({ status: 409, body: { code: 'JOB_STATE_CONFLICT' } });
      }
    },
    KILLS * 60_000,
  );

  it('leaves nothing behind', async () => {
    await expectNothingLeft(stack);
    await expectSameUsage(used);
    const double = await completedTwice(stack);
    printFigures('API killed around the commit of complete', {
      kills: 3 * KILLS,
      lost,
      double: double.length,
    });
    expect({ lost, double }).toEqual({ lost: 0, double: [] });
  }, 90_000);
});
