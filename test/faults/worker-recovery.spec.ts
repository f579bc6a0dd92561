import { bigFile } from '../e2e/steps/big-file.js';
import { type Job, isFinished, submit, untilFinished, untilJob } from '../e2e/steps/jobs.js';
import type { HttpClient } from '../support/http-client.js';
import { startStack, type Stack, type StackProcess } from '../support/stack.js';
import { waitFor } from '../support/wait-for.js';
import { completedTwice } from './support/doubles.js';
import { effort } from './support/effort.js';
import { median, percentile, printFigures, rounded } from './support/figures.js';
import { expectNothingLeft } from './support/invariants.js';
import { parserPosition } from './support/processes.js';

/** Promised with the defaults of lease and sweep, which this test leaves as they are; the short form runs beside others. */
const RUNS_AGAIN_WITHIN_S = effort(40, 15);
const KILLS = effort(1, 20);

let stack: Stack;
let client: HttpClient;
let content: Buffer;

beforeAll(async () => {
  [stack, { content }] = await Promise.all([startStack({ workers: 2 }), bigFile(12)]);
  client = await stack.http.as('user');
}, 90_000);
afterAll(() => stack.stop());

const living = (): StackProcess[] => stack.workers.filter((worker) => worker.ending() === undefined);

/** Kills the worker in the middle of a job. @returns seconds until another one has the job */
async function secondsUntilAgain(): Promise<number> {
  const jobId = await submit(client, content);
  const busy = await waitFor(
    () => living().find(({ pid }) => (parserPosition(pid)?.bytes ?? 0) > 1_000_000),
    {
      what: 'a worker to be in the middle of the job',
      timeoutMs: 30_000,
      intervalMs: 5,
    },
  );
  await busy.kill();
  const killedAt = performance.now();
  const isAgain = (job: Job): boolean => job.attempt === 2 || isFinished(job);
  const again = await untilJob(client, jobId, isAgain, { what: 'the second attempt', timeoutMs: 60_000 });
  const seconds = (performance.now() - killedAt) / 1_000;
  expect(again).toMatchObject({ attempt: 2, retry_count: 1 });
  const [job] = await Promise.all([untilFinished(client, jobId), stack.add('worker')]);
  expect(job).toMatchObject({ status: 'COMPLETED', attempt: 2 });
  return seconds;
}

it(
  `a killed worker’s job is running again within ${RUNS_AGAIN_WITHIN_S} s`,
  async () => {
    const seconds: number[] = [];
    for (let count = 0; count < KILLS; count += 1) seconds.push(await secondsUntilAgain());
    const double = await completedTwice(stack);
    printFigures('a killed worker’s job runs again', {
      kills: KILLS,
      'median s': rounded(median(seconds)),
      'p95 s': rounded(percentile(seconds, 0.95)),
      'longest s': rounded(Math.max(...seconds)),
      lost: 0,
      double: double.length,
    });
    expect(double).toEqual([]);
    expect(percentile(seconds, 0.95)).toBeLessThanOrEqual(RUNS_AGAIN_WITHIN_S);
    await expectNothingLeft(stack);
  },
  KILLS * 90_000 + 60_000,
);
