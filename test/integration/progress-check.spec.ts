import type { AppConfig } from '../../src/common/config/app-config.js';
import { LivenessChecks } from '../../src/common/lifecycle/liveness-checks.js';
import { JobCountsRepository } from '../../src/jobs/job-counts.repository.js';
import type { JobDeliveryService } from '../../src/jobs/job-delivery.service.js';
import { ProgressCheck } from '../../src/processing/progress.check.js';
import { waitFor } from '../support/wait-for.js';
import { type ConnectedDatabase, connectDatabase } from './support/data-source.js';
import { insertJob, insertUser } from './support/job-rows.js';

const STUCK_MS = 300;

let connected: ConnectedDatabase;
let checks: LivenessChecks;
let progress: ProgressCheck;

beforeEach(async () => {
  connected = await connectDatabase();
  const counts = new JobCountsRepository(connected.source);
  const delivery = {
    hasWorkWaitingFor: (waitMs: number) => counts.hasWaitedFor(waitMs),
  } as JobDeliveryService;
  checks = new LivenessChecks();
  progress = new ProgressCheck(delivery, checks, { worker: { stuckAfterMs: STUCK_MS } } as AppConfig);
  progress.onApplicationBootstrap();
});
afterEach(() => connected.close());

const addWork = async (waitedMs: number): Promise<void> => {
  const owner = await insertUser(connected.database);
  await insertJob(connected.database, owner, { available_at: new Date(Date.now() - waitedMs) });
};
const untilStuck = (): Promise<boolean> =>
  waitFor(async () => (await checks.faults()).length > 0, { what: 'the check to speak up' });
/** Long enough for an idle worker to be suspected. */
const untilIdle = async (): Promise<void> => {
  const startedAt = performance.now();
  await waitFor(() => performance.now() - startedAt > STUCK_MS, { what: 'the worker to have been idle' });
};

describe('a worker', () => {
  it('is stuck when it takes nothing though work waits, and is not when it takes something again', async () => {
    await addWork(60_000);
    progress.took();
    progress.finished();
    expect(await checks.faults()).toEqual([]);
    await untilStuck();
    expect(await checks.faults()).toEqual(['work is waiting and none was taken for 0.3 s']);
    progress.took();
    expect(await checks.faults()).toEqual([]);
    progress.finished();
    expect(await checks.faults()).toEqual([]);
  });

  it('is alive however long there is nothing to do, or only work that waits for its time', async () => {
    await addWork(-60_000);
    await untilIdle();
    expect(await checks.faults()).toEqual([]);
  });

  it('is alive however long it works at one job', async () => {
    await addWork(60_000);
    progress.took();
    await untilIdle();
    expect(await checks.faults()).toEqual([]);
  });

  it('is alive when the database cannot be asked', async () => {
    await addWork(60_000);
    await untilStuck();
    await connected.source.destroy();
    expect(await checks.faults()).toEqual([]);
    await connected.source.initialize();
  });
});
