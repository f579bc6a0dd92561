import { JobLifecycleRepository } from '../../src/jobs/job-lifecycle.repository.js';
import { JobRepairsRepository } from '../../src/jobs/job-repairs.repository.js';
import { type ConnectedDatabase, connectDatabase } from './support/data-source.js';
import { insertJob, insertUser, type JobRow, readJob } from './support/job-rows.js';

const LEASE_MS = 8_000;
const MAX_RETRIES = 3;
const LONG_AGO = new Date('2026-01-01T00:00:00Z');

let connected: ConnectedDatabase;
let repairs: JobRepairsRepository;
let ownerId: string;

beforeAll(async () => {
  connected = await connectDatabase({ DATABASE_POOL_SIZE: '20' });
  repairs = new JobRepairsRepository(connected.source);
  ownerId = await insertUser(connected.database);
});
beforeEach(async () => {
  await connected.database.query('DELETE FROM jobs');
  await connected.database.query('DELETE FROM object_removals');
});
afterAll(() => connected.close());

const add = (columns = {}): Promise<string> => insertJob(connected.database, ownerId, columns);
const read = (jobId: string): Promise<JobRow> => readJob(connected.database, jobId);
const removals = (): Promise<{ object_key: string; repeated: boolean }[]> =>
  connected.database.query(
    'SELECT object_key, repeat_until > now() AS repeated FROM object_removals ORDER BY object_key',
  );
const stale = { status: 'PROCESSING', attempt: 1, heartbeat_at: LONG_AGO };

describe('jobs of lost workers', () => {
  it('are released once, however many sweep', async () => {
    const jobId = await add(stale);
    const released = await Promise.all(
      Array.from({ length: 20 }, () => repairs.releaseStale(LEASE_MS, MAX_RETRIES)),
    );
    expect(released.flatMap(({ queued }) => queued)).toEqual([{ jobId, attempt: 1 }]);
    expect(await read(jobId)).toMatchObject({ status: 'QUEUED', retry_count: 1 });
  });

  it('are left to a worker that beats', async () => {
    const jobId = await add(stale);
    const lifecycle = new JobLifecycleRepository(connected.source);
    expect(await lifecycle.beat(jobId, 1, 42)).toBe(true);
    await repairs.releaseStale(LEASE_MS, MAX_RETRIES);
    expect(await read(jobId)).toMatchObject({ status: 'PROCESSING', progress: 42 });
    await lifecycle.beat(jobId, 1, 10);
    expect((await read(jobId)).progress).toBe(42);
  });

  it('fail when it happened too often', async () => {
    const jobId = await add({ ...stale, retry_count: MAX_RETRIES });
    const { failed } = await repairs.releaseStale(LEASE_MS, MAX_RETRIES);
    expect(failed.map((job) => job.jobId)).toEqual([jobId]);
    const row = await read(jobId);
    expect(row).toMatchObject({ status: 'FAILED', error_code: 'WORKER_LOST', retry_count: MAX_RETRIES });
    expect(row.finished_at).not.toBeNull();
  });
});

describe('jobs that wait', () => {
  it('are overdue when they could have been claimed a while ago', async () => {
    await add({ available_at: LONG_AGO });
    await add({ available_at: LONG_AGO });
    await add({ available_at: new Date(Date.now() + 60_000) });
    await add(stale);
    expect(await repairs.countOverdue(3_000, 500)).toBe(2);
    expect(await repairs.countOverdue(3_000, 1)).toBe(1);
  });
});

it('uploads that were not completed expire, and no others; their objects are to be removed', async () => {
  const jobId = await add({ status: 'CREATED', available_at: null });
  const queued = await add();
  const late = 'UPDATE file_uploads SET expires_at = $2 WHERE job_id = ANY ($1)';
  await connected.database.query(late, [[jobId, queued], new Date(Date.now() - 60_000)]);
  expect(await repairs.expireUploads(120_000)).toEqual([]);
  expect(await repairs.expireUploads(30_000)).toEqual([jobId]);
  expect(await read(jobId)).toMatchObject({ status: 'FAILED', error_code: 'UPLOAD_EXPIRED' });
  expect((await read(queued)).status).toBe('QUEUED');
  expect(await removals()).toEqual([{ object_key: `raw-logs/${jobId}.log`, repeated: false }]);
});

it('finished jobs are retired after so many days, with every file', async () => {
  const days = (count: number): Date => new Date(Date.now() - count * 86_400_000);
  const completed = {
    status: 'COMPLETED',
    statistics: '{}',
    parquet_key: 'parsed/a',
    rejects_key: 'rejects/a',
  };
  const old = await add({ ...completed, finished_at: days(8) });
  const failed = await add({ status: 'FAILED', error_code: 'X', finished_at: days(8) });
  const young = await add({ ...completed, finished_at: days(6) });
  const waiting = await add({ available_at: days(8) });
  await connected.database.query('UPDATE file_uploads SET expires_at = $1', [days(8)]);
  expect((await repairs.retireFinished(7)).sort()).toEqual([old, failed].sort());
  const left = await connected.database.query<{ job_id: string }>('SELECT job_id FROM file_uploads');
  expect(left.map((row) => row.job_id).sort()).toEqual([young, waiting].sort());
  expect((await removals()).map((row) => row.object_key)).toEqual(
    ['parsed/a', `raw-logs/${failed}.log`, `raw-logs/${old}.log`, 'rejects/a'].sort(),
  );
});
