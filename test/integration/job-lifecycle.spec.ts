import { type AttemptResult, JobLifecycleRepository } from '../../src/jobs/job-lifecycle.repository.js';
import { type ConnectedDatabase, connectDatabase } from './support/data-source.js';
import { insertJob, insertUser, type JobRow, readJob } from './support/job-rows.js';

const MAX_RETRIES = 3;
const LONG_AGO = new Date('2026-01-01T00:00:00Z');

let connected: ConnectedDatabase;
let jobs: JobLifecycleRepository;
let ownerId: string;

beforeAll(async () => {
  connected = await connectDatabase({ DATABASE_POOL_SIZE: '20' });
  jobs = new JobLifecycleRepository(connected.source);
  ownerId = await insertUser(connected.database);
});
beforeEach(() => connected.database.query('DELETE FROM jobs'));
afterAll(() => connected.close());

const add = (columns = {}): Promise<string> => insertJob(connected.database, ownerId, columns);
const read = (jobId: string): Promise<JobRow> => readJob(connected.database, jobId);
const processing = { status: 'PROCESSING', attempt: 1, heartbeat_at: new Date() };

function result(attempt: number): AttemptResult {
  const statistics = { first_timestamp: null, last_timestamp: null } as AttemptResult['statistics'];
  return { statistics, parquetKey: `parsed/attempt-${attempt}`, rejectsKey: `rejects/attempt-${attempt}` };
}

/** The same work, 20 times at once. */
const twenty = <T>(work: () => Promise<T>): Promise<T[]> => Promise.all(Array.from({ length: 20 }, work));

describe('of twenty at once, one wins', () => {
  it('claiming', async () => {
    const jobId = await add();
    const claimed = await twenty(() => jobs.claimNext());
    expect(claimed.filter((row) => row !== null)).toEqual([
      expect.objectContaining({ job_id: jobId, attempt: 1, object_key: `raw-logs/${jobId}.log` }),
    ]);
    expect(await read(jobId)).toMatchObject({
      status: 'PROCESSING',
      attempt: 1,
      retry_count: 0,
      progress: 0,
    });
  });

  it('completing and failing the same attempt: never both', async () => {
    const jobId = await add(processing);
    const won = await Promise.all([
      twenty(() => jobs.complete(jobId, 1, result(1))),
      twenty(() => jobs.fail(jobId, 1, 'INTERNAL_ERROR', 'x', null)),
      twenty(() => jobs.retryLater(jobId, 1, MAX_RETRIES, 0, 'INTERNAL_ERROR', 'x')),
      twenty(() => jobs.handBack(jobId, 1)),
    ]);
    expect(won.flat().filter(Boolean)).toHaveLength(1);
  });
});

describe('an attempt that lost its job', () => {
  it.each([
    ['beat', (jobId: string) => jobs.beat(jobId, 1, 99)],
    ['hold it', (jobId: string) => jobs.isHeld(jobId, 1)],
    ['complete it', (jobId: string) => jobs.complete(jobId, 1, result(1))],
    ['fail it', (jobId: string) => jobs.fail(jobId, 1, 'INTERNAL_ERROR', 'x', null)],
    ['retry it', (jobId: string) => jobs.retryLater(jobId, 1, MAX_RETRIES, 0, 'INTERNAL_ERROR', 'x')],
    ['hand it back', (jobId: string) => jobs.handBack(jobId, 1)],
  ])('cannot %s, whatever became of it', async (_what, act) => {
    const successor = await add({ ...processing, attempt: 2, progress: 7 });
    const queued = await add({ attempt: 1, retry_count: 1 });
    const completed = await add(processing);
    await jobs.complete(completed, 1, result(1));
    const failed = await add(processing);
    await jobs.fail(failed, 1, 'SCRATCH_FULL', 'x', null);
    for (const jobId of [successor, queued, completed, failed]) {
      const before = await read(jobId);
      expect(await act(jobId)).toBe(false);
      expect(await read(jobId)).toEqual(before);
    }
  });

  it('may remove its rejects unless the row leads to them', async () => {
    const keys = { parquetKey: 'parsed/a', rejectsKey: 'rejects/a' };
    const jobId = await add(processing);
    expect(await jobs.isAbandoned(jobId, 1, keys)).toBe(false);
    await jobs.fail(jobId, 1, 'REJECTED_LINE', 'x', { ...result(1), rejectsKey: keys.rejectsKey });
    expect(await jobs.isAbandoned(jobId, 1, keys)).toBe(false);
    expect(await jobs.isAbandoned(jobId, 1, { ...keys, rejectsKey: 'rejects/b' })).toBe(true);
  });

  it('cannot claim what is not QUEUED', async () => {
    for (const columns of [processing, { status: 'CREATED', available_at: null }]) {
      await add(columns);
      expect(await jobs.claimNext()).toBeNull();
    }
  });
});

describe('retries', () => {
  it('stop at the bound', async () => {
    const jobId = await add();
    for (let retry = 1; retry <= MAX_RETRIES; retry += 1) {
      expect(await jobs.claimNext()).toMatchObject({ attempt: retry, retry_count: retry - 1 });
      expect(await jobs.retryLater(jobId, retry, MAX_RETRIES, 0, 'INTERNAL_ERROR', 'x')).toBe(true);
      expect(await read(jobId)).toMatchObject({ status: 'QUEUED', retry_count: retry, heartbeat_at: null });
    }
    const last = await jobs.claimNext();
    expect(await jobs.retryLater(jobId, last?.attempt ?? 0, MAX_RETRIES, 0, 'INTERNAL_ERROR', 'x')).toBe(
      false,
    );
    expect(await read(jobId)).toMatchObject({ status: 'PROCESSING', retry_count: MAX_RETRIES });
  });

  it('wait for the pause that was asked for', async () => {
    const jobId = await add(processing);
    await jobs.retryLater(jobId, 1, MAX_RETRIES, 3_600_000, 'INTERNAL_ERROR', 'x');
    const { available_at } = await read(jobId);
    expect((available_at?.getTime() ?? 0) - Date.now()).toBeGreaterThan(3_590_000);
    expect(await jobs.claimNext()).toBeNull();
    expect(await jobs.isAnyWaiting()).toBe(false);
  });

  it('are not counted when a worker hands its job back', async () => {
    const jobId = await add({ ...processing, progress: 50, retry_count: 1 });
    expect(await jobs.handBack(jobId, 1)).toBe(true);
    expect(await read(jobId)).toMatchObject({ status: 'QUEUED', retry_count: 1, progress: 0, attempt: 1 });
    expect(await jobs.claimNext()).toMatchObject({ job_id: jobId, attempt: 2 });
  });
});

describe('a row that cannot be', () => {
  it.each([
    ['an unknown state', { status: 'DONE' }, 'jobs_status_known'],
    ['an unknown type', { job_type: 'OTHER' }, 'jobs_type_known'],
    ['more than 100 percent', { progress: 101 }, 'jobs_progress_percent'],
    ['less than 0 percent', { progress: -1 }, 'jobs_progress_percent'],
    ['FAILED without a reason', { status: 'FAILED', finished_at: LONG_AGO }, 'jobs_failed_has_code'],
    ['finished without a time', { status: 'FAILED', error_code: 'X' }, 'jobs_finished_when'],
    ['a time without being finished', { finished_at: LONG_AGO }, 'jobs_finished_when'],
    [
      'COMPLETED without a result',
      { status: 'COMPLETED', finished_at: LONG_AGO },
      'jobs_completed_has_result',
    ],
    ['an owner that does not exist', { owner_id: '0190a6c0-7c4e-7b1a-9d2e-3f1c2b4a5d6e' }, 'jobs_owner_fk'],
  ])('%s is refused by the database', async (_what, columns, constraint) => {
    await expect(add(columns)).rejects.toMatchObject({ constraint });
  });
});
