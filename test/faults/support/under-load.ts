import { setTimeout as pause } from 'node:timers/promises';
import { getJob, ingest, type Job } from '../../e2e/steps/jobs.js';
import type { HttpClient } from '../../support/http-client.js';
import type { Stack } from '../../support/stack.js';
import { waitFor } from '../../support/wait-for.js';
import { effort } from './effort.js';
import { printFigures, rounded } from './figures.js';
import { accountOf, expectNothingLeft } from './invariants.js';
import { startLoad } from './load.js';
import { memoryMb, openHandles } from './processes.js';

const WATCHED_MS = effort(6_000, 30_000);
/** Pools and caches breathe; a leak of one connection for each job does not fit in here. */
const MORE_HANDLES = 12;
const MORE_MEMORY_MB = 150;
const HANDLES_BACK_MS = 45_000;
/** A busy machine is no fault; what stopped working for good shows all the same. */
const LEAST_RATIO = 0.5;

const LINE = '2026-01-02T03:04:05Z INFO request handled in 12 ms by the service under load\n';
const CONTENT = LINE.repeat(200);

export interface FaultUnderLoad {
  readonly stack: Stack;
  readonly client: HttpClient;
  /** For the figures. */
  readonly name: string;
  /** Does its worst, and puts everything back. */
  readonly fault: () => Promise<void>;
}

/**
 * A fault while files come in all the time: every accepted job ends COMPLETED with the result of an undisturbed run, each
 * once; afterwards no less work is done than before, by the same processes, with no more handles and memory.
 */
export async function underLoad({ stack, client, name, fault }: FaultUnderLoad): Promise<void> {
  const undisturbed = await ingest(client, CONTENT);
  const load = startLoad(stack, client, CONTENT);
  await waitFor(() => load.accepted.size > 10, { what: 'the load to begin', timeoutMs: 30_000 });
  const before = await watchWork(load);
  const usedBefore = usage(stack);
  await fault();
  const recoveredMs = await untilWorking(stack);
  const after = await watchWork(load);
  const unfinished = await load.stop();
  const jobIds = [...load.accepted];
  const doubles = countDoubles(stack, jobIds);
  printFigures(name, {
    jobs: jobIds.length,
    lost: unfinished.length,
    double: doubles,
    'before/s': before,
    'after/s': after,
    ratio: rounded(after / before),
    'working again after s': rounded(recoveredMs / 1_000, 1),
  });
  expect({ unfinished, doubles }).toEqual({ unfinished: [], doubles: 0 });
  await expectAllAs(undisturbed, client, jobIds);
  await expectNothingLeft(stack);
  await expectSameUsage(usedBefore);
  expect(after / before).toBeGreaterThan(LEAST_RATIO);
}

async function watchWork(load: ReturnType<typeof startLoad>): Promise<number> {
  const watched = load.watch();
  await pause(WATCHED_MS);
  return watched.perSecond();
}

/** Until a job that was queued after the fault has completed. @returns how long that took, milliseconds */
async function untilWorking(stack: Stack): Promise<number> {
  const startedAt = performance.now();
  const [{ now } = { now: new Date() }] = await waitFor(() => stack.query<{ now: Date }>('SELECT now()'), {
    what: 'the database to answer',
    timeoutMs: 30_000,
  });
  await waitFor(
    async () =>
      (
        await stack.query(
          `SELECT 1 FROM jobs WHERE status = 'COMPLETED' AND retry_count = 0 AND queued_at > $1 LIMIT 1`,
          [now],
        )
      ).length > 0,
    { what: 'a new job to complete after the fault', timeoutMs: 60_000 },
  );
  return performance.now() - startedAt;
}

/** Completions beyond the one that a job has, as the workers tell of them. */
function countDoubles(stack: Stack, jobIds: readonly string[]): number {
  const wanted = new Set(jobIds);
  const completions = stack
    .logs()
    .split('\n')
    .filter((line) => line.includes('"msg":"completed"'))
    .map((line) => (JSON.parse(line) as { job_id: string }).job_id)
    .filter((jobId) => wanted.has(jobId));
  return completions.length - new Set(completions).size;
}

async function expectAllAs(undisturbed: Job, client: HttpClient, jobIds: readonly string[]): Promise<void> {
  const account = accountOf(undisturbed);
  for (const jobId of jobIds) {
    const job = await getJob(client, jobId);
    expect(job).toMatchObject({ job_id: jobId, status: 'COMPLETED', error_code: null });
    expect(accountOf(job)).toEqual(account);
  }
}

interface Usage {
  readonly pid: number;
  readonly name: string;
  readonly handles: number;
  readonly memory: number;
}

function usage(stack: Stack): Usage[] {
  return [...stack.apis, ...stack.workers]
    .filter((process) => process.ending() === undefined)
    .map(({ pid, name }) => ({ pid, name, handles: openHandles(pid), memory: memoryMb(pid) }));
}

async function expectSameUsage(before: readonly Usage[]): Promise<void> {
  const tooMany = (): string[] =>
    before.flatMap(({ pid, name, handles, memory }) => [
      ...(openHandles(pid) > handles + MORE_HANDLES
        ? [`${name}: ${openHandles(pid)} handles, ${handles} before`]
        : []),
      ...(memoryMb(pid) > memory + MORE_MEMORY_MB ? [`${name}: ${memoryMb(pid)} MiB, ${memory} before`] : []),
    ]);
  expect(before.map(({ pid }) => openHandles(pid) > 0)).toEqual(before.map(() => true));
  await waitFor(() => tooMany().length === 0, {
    what: 'handles and memory to be given back',
    timeoutMs: HANDLES_BACK_MS,
  }).catch((error: unknown) => {
    throw new Error(`${String(error)}\n${tooMany().join('\n')}`);
  });
}
