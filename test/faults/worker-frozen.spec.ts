import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bigFile } from '../e2e/steps/big-file.js';
import { getJob, ingest, type Job, submit, untilFinished } from '../e2e/steps/jobs.js';
import type { HttpClient } from '../support/http-client.js';
import { startStack, type Stack, type StackProcess } from '../support/stack.js';
import { startTcpProxyTo, type TcpProxy } from '../support/tcp-proxy.js';
import { waitFor } from '../support/wait-for.js';
import { completedTwice } from './support/doubles.js';
import { effort } from './support/effort.js';
import { printFigures } from './support/figures.js';
import { expectNothingLeft, expectSameResult, keysOf } from './support/invariants.js';
import { KILL_POINTS, type KillPoint } from './support/kill-points.js';
import { IMPATIENT } from './support/patience.js';
import { expectSameUsage, usageOf } from './support/usage.js';

/** After the completing update there is nothing left to lose. */
const FREEZE_POINTS = KILL_POINTS.filter((point) => point.done !== true);
const POINTS =
  effort(2, FREEZE_POINTS.length) === 2 ? [FREEZE_POINTS[3], FREEZE_POINTS.at(-1)] : FREEZE_POINTS;
const TIMES = effort(1, 3);

let stack: Stack;
let client: HttpClient;
let postgres: TcpProxy;
let content: Buffer;
let undisturbed: Job;

beforeAll(async () => {
  [stack, { content }] = await Promise.all([startStack({ workers: 0, env: IMPATIENT }), bigFile(5)]);
  [client, postgres] = await Promise.all([stack.http.as('user'), startTcpProxyTo(stack.databaseUrl)]);
}, 90_000);
afterAll(async () => {
  postgres.restore();
  await stack.stop();
  await postgres.stop();
});

/** Freezes the worker at the point, lets another one finish the job, and wakes it. */
async function freezeAt(point: KillPoint): Promise<void> {
  const frozen = await stack.add('worker', { DATABASE_URL: postgres.through(stack.databaseUrl) });
  undisturbed = await ingest(client, content);
  const used = usageOf(stack);
  const reached = point.reach({ stack, worker: frozen, postgres, fileBytes: content.length });
  const [jobId] = await Promise.all([submit(client, content), reached]);
  frozen.signal('SIGSTOP');
  const successor = await stack.add('worker');
  const job = await untilFinished(client, jobId);
  expect(job).toMatchObject({ attempt: 2, retry_count: 1 });
  const before = await visibleResult(jobId);
  // What it had said before it froze arrives now, late.
  postgres.restore();
  frozen.signal('SIGCONT');
  await untilItNoticed(frozen);
  expect(await getJob(client, jobId)).toEqual(job);
  expect((await visibleResult(jobId)).equals(before)).toBe(true);
  await expectSameResult(stack, job, undisturbed);
  await expectNothingLeft(stack);
  await expectSameUsage(used);
  expect(frozen.ending()).toBeUndefined();
  await Promise.all([frozen.stop(), successor.stop()]);
}

async function visibleResult(jobId: string): Promise<Buffer> {
  const [keys] = await keysOf(stack, [jobId]);
  return readFile(join(stack.storageDir, keys?.parquet_key ?? ''));
}

/** It says that the job is another's, and is there for new ones. */
async function untilItNoticed(worker: StackProcess): Promise<void> {
  await waitFor(() => /the job was (given to another worker|taken away)|LEASE_LOST/.test(worker.output()), {
    what: 'the woken worker to notice',
    timeoutMs: 30_000,
  });
  await waitFor(async () => (await fetch(`${worker.url}/health/ready`)).status === 200, {
    what: 'the woken worker to be ready',
  });
}

describe('a worker frozen past its lease and woken', () => {
  it.each(POINTS.filter((point) => point !== undefined))(
    '$name: changes neither the job nor the visible result',
    async (point) => {
      for (let count = 0; count < TIMES; count += 1) await freezeAt(point);
      const double = await completedTwice(stack);
      printFigures(`worker frozen ${point.name}`, { times: TIMES, lost: 0, double: double.length });
      expect(double).toEqual([]);
    },
    TIMES * 120_000,
  );
});
