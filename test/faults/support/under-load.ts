import { getJob, ingest, type Job } from '../../e2e/steps/jobs.js';
import type { HttpClient } from '../../support/http-client.js';
import { tail } from '../../support/child.js';
import type { Stack } from '../../support/stack.js';
import { waitFor } from '../../support/wait-for.js';
import { completedTwice } from './doubles.js';
import { effort, IS_FULL } from './effort.js';
import { printFigures, rounded } from './figures.js';
import { accountOf, expectNothingLeft } from './invariants.js';
import { startLoad } from './load.js';
import { expectSameUsage, usageOf } from './usage.js';

const WATCHED_MS = effort(6_000, 30_000);
const MEASURED_MS = effort(2_000, 10_000);
/** Of the most that can be done: what users ask for day by day leaves room to catch up. */
const STEADY_SHARE = 0.75;
/** A busy machine is no fault; what stopped working for good shows all the same. */
const LEAST_RATIO = effort(0.2, 1);
/** Of the most that can be done, which says as much about what else the machine is at. */
const LEAST_OF_MOST = effort(0.2, 0.6);

const LINE = '2026-01-02T03:04:05Z INFO request handled in 12 ms by the service under load\n';
const CONTENT = LINE.repeat(200);

export interface FaultUnderLoad {
  readonly stack: Stack;
  readonly client: HttpClient;
  /** For the figures. */
  readonly name: string;
  /** Does its worst, and puts everything back. */
  readonly fault: () => Promise<void>;
  /** Whether workers die of it; else every process has to live on. */
  readonly killsWorkers?: boolean;
}

/**
 * A fault while files come in at a steady pace: every accepted job ends COMPLETED with the result of an undisturbed run, each
 * once; afterwards no less work is done than before, by the same processes, with no more handles and memory. The most that
 * can be done, before and after, is printed beside it; on a busy machine that differs from one minute to the next.
 */
export async function underLoad(options: FaultUnderLoad): Promise<void> {
  const { stack, client, name, fault, killsWorkers = false } = options;
  const undisturbed = await ingest(client, CONTENT);
  const load = startLoad(stack, client, CONTENT);
  await waitFor(() => load.accepted.size > 10, { what: 'the load to begin', timeoutMs: 30_000 });
  const mostBefore = await load.watch(MEASURED_MS);
  const pace = steadyPace(mostBefore);
  load.setPace(pace);
  // Where other work has come up on the machine meanwhile it may never do so, and the pace is none.
  const keepsPace = await waitFor(() => load.keepsUp(), { what: 'the service to keep up' }).catch(
    () => false,
  );
  const before = await load.watch(WATCHED_MS);
  const usedBefore = usageOf(stack).filter((used) => !killsWorkers || used.name !== 'worker');
  await fault();
  const recoveredMs = await untilWorking(stack);
  const after = await load.watch(WATCHED_MS);
  load.setPace(Infinity);
  const mostAfter = await load.watch(MEASURED_MS);
  const unfinished = await load.stop();
  const jobIds = [...load.accepted];
  const doubles = await completedTwice(stack);
  printFigures(name, {
    jobs: jobIds.length,
    lost: unfinished.length,
    double: doubles.length,
    'asked/s': rounded(pace),
    'before/s': before,
    'after/s': after,
    ratio: rounded(after / before),
    'most/s before': mostBefore,
    'most/s after': mostAfter,
    'working again after s': rounded(recoveredMs / 1_000, 1),
  });
  expect({ unfinished, doubles }).toEqual({ unfinished: [], doubles: [] });
  await expectAllAs(undisturbed, client, jobIds);
  await expectNothingLeft(stack);
  await expectSameUsage(usedBefore);
  expect(after / before).toBeGreaterThanOrEqual(keepsPace ? LEAST_RATIO : LEAST_OF_MOST);
  if (IS_FULL) expect(mostAfter / mostBefore).toBeGreaterThan(LEAST_OF_MOST);
}

/** @returns files a second, a whole number of them in each watch */
function steadyPace(most: number): number {
  const seconds = WATCHED_MS / 1_000;
  return Math.max(1, Math.floor(most * STEADY_SHARE * seconds) / seconds);
}

/** Until a job that was queued after the fault has completed. @returns how long that took, milliseconds */
async function untilWorking(stack: Stack): Promise<number> {
  const startedAt = performance.now();
  const [{ now } = { now: new Date() }] = await waitFor(() => stack.query<{ now: Date }>('SELECT now()'), {
    what: 'the database to answer',
    timeoutMs: 30_000,
  });
  const working = waitFor(
    async () =>
      (
        await stack.query(
          `SELECT 1 FROM jobs WHERE status = 'COMPLETED' AND retry_count = 0 AND queued_at > $1 LIMIT 1`,
          [now],
        )
      ).length > 0,
    { what: 'a new job to complete after the fault', timeoutMs: 60_000 },
  );
  await working.catch((error: unknown) => {
    throw new Error([String(error), ...endedProcesses(stack)].join('\n'));
  });
  return performance.now() - startedAt;
}

/** What those said last that did not live to the end of the fault. */
function endedProcesses(stack: Stack): string[] {
  return [...stack.apis, ...stack.workers]
    .filter((process) => process.ending() !== undefined)
    .map((process) => `${process.kind} ended (${process.ending() ?? ''}):\n${tail(process.output())}`);
}

async function expectAllAs(undisturbed: Job, client: HttpClient, jobIds: readonly string[]): Promise<void> {
  const account = accountOf(undisturbed);
  for (const jobId of jobIds) {
    const job = await getJob(client, jobId);
    expect(job).toMatchObject({ job_id: jobId, status: 'COMPLETED', error_code: null });
    expect(accountOf(job)).toEqual(account);
  }
}
