import { v7 as uuidv7 } from 'uuid';
import type { AppConfig } from '../../src/common/config/app-config.js';
import type { Principal } from '../../src/common/security/principal.js';
import { JobBounds } from '../../src/jobs/job-bounds.js';
import { type AttemptResult, JobLifecycleRepository } from '../../src/jobs/job-lifecycle.repository.js';
import { JobQueue } from '../../src/jobs/job-queue.js';
import { JobSteeringRepository } from '../../src/jobs/job-steering.repository.js';
import { JobSteeringService } from '../../src/jobs/job-steering.service.js';
import { JobsRepository } from '../../src/jobs/jobs.repository.js';
import { Job } from '../../src/jobs/entities/job.entity.js';
import { ObjectRemovals } from '../../src/jobs/object-removals.js';
import { type ConnectedDatabase, connectDatabase } from './support/data-source.js';
import { type Columns, insertJob, insertUser, type JobRow, readJob } from './support/job-rows.js';
import { JOB_ENTITIES, type LocalStorage, localStorage, logger, noQueue } from './support/steering.js';

const MAX_QUEUED = 3;
const FINISHED_AT = new Date('2026-01-01T00:00:00Z');

let connected: ConnectedDatabase;
let local: LocalStorage;
let lifecycle: JobLifecycleRepository;
let steering: JobSteeringService;
let owner: Principal;

beforeAll(async () => {
  connected = await connectDatabase(
    { DATABASE_POOL_SIZE: '30', MAX_QUEUED_JOBS_PER_USER: String(MAX_QUEUED) },
    JOB_ENTITIES,
  );
  local = await localStorage();
  const { source, config } = connected;
  lifecycle = new JobLifecycleRepository(source);
  steering = steeringWithin(config);
  owner = principal(await insertUser(connected.database));
});
beforeEach(() => connected.database.query('DELETE FROM jobs'));
afterAll(async () => {
  await connected.close();
  await local.remove();
});

function steeringWithin(config: Pick<AppConfig, 'ingest'>): JobSteeringService {
  const { source } = connected;
  return new JobSteeringService(
    new JobsRepository(source.getRepository(Job)),
    new JobSteeringRepository(source.manager),
    new JobBounds(config as AppConfig),
    new JobQueue(noQueue as never, logger),
    new ObjectRemovals(source, local.storage, logger),
    local.storage,
    source,
  );
}

function principal(userId: string): Principal {
  return {
    userId,
    sessionId: uuidv7(),
    username: 'u',
    email: 'u@example.com',
    roles: ['user'],
    permissions: [],
  };
}

const add = (columns: Columns = {}): Promise<string> => insertJob(connected.database, owner.userId, columns);
const read = (jobId: string): Promise<JobRow> => readJob(connected.database, jobId);
const nothing = (): undefined => undefined;
const processing = { status: 'PROCESSING', attempt: 1, heartbeat_at: new Date() };
const failed = {
  status: 'FAILED',
  error_code: 'X',
  finished_at: FINISHED_AT,
  available_at: null,
  attempt: 4,
};

/** A job whose file was completed and lies in storage. */
async function completedUpload(columns: Columns): Promise<string> {
  const jobId = await add(columns);
  const etag = await local.put(`raw-logs/${jobId}.log`);
  await connected.database.query('UPDATE file_uploads SET etag = $2 WHERE job_id = $1', [jobId, etag]);
  return jobId;
}

/** What became of each: true, or the code of its error. */
async function outcomes(works: readonly Promise<unknown>[]): Promise<(string | boolean)[]> {
  const settled = await Promise.allSettled(works);
  return settled.map((one) =>
    one.status === 'fulfilled'
      ? one.value !== false && one.value !== null
      : (one.reason as { code: string }).code,
  );
}

const times = <T>(count: number, work: () => Promise<T>): Promise<T>[] => Array.from({ length: count }, work);
const result = { statistics: {}, parquetKey: 'parsed/x', rejectsKey: 'rejects/x' } as AttemptResult;

describe('at once', () => {
  it('twenty retries: one wins', async () => {
    const jobId = await completedUpload(failed);
    const got = await outcomes(times(20, () => steering.retry(jobId, owner, nothing)));
    expect(got.filter((one) => one === true)).toHaveLength(1);
    expect(got.filter((one) => one === 'JOB_STATE_CONFLICT')).toHaveLength(19);
    expect(await read(jobId)).toMatchObject({
      status: 'QUEUED',
      retry_count: 0,
      attempt: 4,
      error_code: null,
    });
  });

  it('twenty cancels: one wins', async () => {
    const jobId = await add(processing);
    const got = await outcomes(times(20, () => steering.cancel(jobId, owner)));
    expect(got.filter((one) => one === true)).toHaveLength(1);
    expect(got.filter((one) => one === 'JOB_STATE_CONFLICT')).toHaveLength(19);
  });

  it('twenty completes: one wins', async () => {
    const jobId = await add({ status: 'CREATED', available_at: null });
    const got = await outcomes(times(20, () => steering.queueUploaded(jobId, 'etag')));
    expect(got.filter((one) => one === true)).toHaveLength(1);
    const [upload] = await connected.database.query('SELECT etag FROM file_uploads WHERE job_id = $1', [
      jobId,
    ]);
    expect(upload).toEqual({ etag: 'etag' });
  });

  it('complete, refuse and cancel: never two', async () => {
    for (let round = 0; round < 10; round += 1) {
      await connected.database.query('DELETE FROM jobs');
      const jobId = await add({ status: 'CREATED', available_at: null });
      const refusal = { code: 'UPLOAD_MISSING', message: 'x' } as never;
      const [completed, refused, cancelled] = await outcomes([
        steering.queueUploaded(jobId, 'etag'),
        steering.failUpload(jobId, refusal),
        steering.cancel(jobId, owner),
      ]);
      const row = await read(jobId);
      // A job that was completed may be cancelled after that; refusing it excludes both.
      if (refused === true)
        expect([completed, cancelled]).toEqual(['JOB_STATE_CONFLICT', 'JOB_STATE_CONFLICT']);
      else expect(row.error_code).toBe(cancelled === true ? 'CANCELLED' : null);
    }
  });

  it('cancel and claim: the job ends cancelled, and the attempt, if there was one, can do nothing', async () => {
    for (let round = 0; round < 10; round += 1) {
      const jobId = await add();
      const [claimed, cancelled] = await Promise.all([lifecycle.claimNext(), steering.cancel(jobId, owner)]);
      expect(cancelled).toMatchObject({ status: 'FAILED', error_code: 'CANCELLED' });
      expect(await lifecycle.isHeld(jobId, claimed?.attempt ?? 1)).toBe(false);
      expect(await lifecycle.complete(jobId, claimed?.attempt ?? 1, result)).toBe(false);
      expect(await read(jobId)).toMatchObject({ status: 'FAILED', error_code: 'CANCELLED' });
    }
  });

  it('cancel and finish: exactly one', async () => {
    for (let round = 0; round < 10; round += 1) {
      const jobId = await add(processing);
      const [completed, cancelled] = await outcomes([
        lifecycle.complete(jobId, 1, result),
        steering.cancel(jobId, owner),
      ]);
      expect([completed, cancelled].filter((one) => one === true)).toHaveLength(1);
      expect((await read(jobId)).status).toBe(completed === true ? 'COMPLETED' : 'FAILED');
    }
  });

  it('remove and finish: the row is gone, and its results are to be removed or were never visible', async () => {
    for (let round = 0; round < 10; round += 1) {
      const jobId = await add(processing);
      const keys = { parquetKey: `parsed/${jobId}`, rejectsKey: `rejects/${jobId}` };
      await local.put(keys.parquetKey);
      const [completed, removed] = await outcomes([
        lifecycle.complete(jobId, 1, { ...result, ...keys }),
        steering.remove(jobId, owner),
      ]);
      expect(removed).toBe(true);
      await expect(read(jobId)).rejects.toThrow('no such job');
      expect(await lifecycle.isAbandoned(jobId, 1, keys)).toBe(true);
      if (completed === true) expect(await local.storage.stat(keys.parquetKey)).toBeNull();
    }
  });
});

describe('retry', () => {
  it.each([
    ['never completed', null, 'RAW_FILE_GONE'],
    ['not in storage any more', 'gone', 'RAW_FILE_GONE'],
    ['another one by now', 'other', 'OBJECT_CHANGED'],
  ])('is refused where the file is %s', async (_what, etag, code) => {
    const jobId = await add(failed);
    if (etag === 'other') await local.put(`raw-logs/${jobId}.log`);
    await connected.database.query('UPDATE file_uploads SET etag = $2 WHERE job_id = $1', [jobId, etag]);
    await expect(steering.retry(jobId, owner, nothing)).rejects.toMatchObject({ kind: 'conflict', code });
    expect(await read(jobId)).toMatchObject({ status: 'FAILED', error_code: 'X' });
  });

  it('takes away what the last attempt reported', async () => {
    const jobId = await completedUpload({ ...failed, rejects_key: 'rejects/of-the-last' });
    await steering.retry(jobId, owner, nothing);
    expect(await connected.database.query('SELECT object_key FROM object_removals')).toContainEqual({
      object_key: 'rejects/of-the-last',
    });
    expect(await read(jobId)).toMatchObject({ status: 'QUEUED', rejects_key: null });
  });

  it('is refused where the job is not failed', async () => {
    for (const columns of [{}, processing, { status: 'CREATED', available_at: null }]) {
      const jobId = await completedUpload(columns);
      await expect(steering.retry(jobId, owner, nothing)).rejects.toMatchObject({
        code: 'JOB_STATE_CONFLICT',
      });
    }
  });

  it('has no effect when what should be written with it fails', async () => {
    const jobId = await completedUpload(failed);
    const broken = (): Promise<never> => Promise.reject(new Error('not kept'));
    await expect(steering.retry(jobId, owner, () => broken)).rejects.toThrow('not kept');
    expect(await read(jobId)).toMatchObject({ status: 'FAILED', error_code: 'X' });
  });
});

describe('the bound on queued jobs', () => {
  it('holds however many come at once, for complete and retry', async () => {
    const created = await Promise.all(times(8, () => add({ status: 'CREATED', available_at: null })));
    const toRetry = await Promise.all(times(4, () => completedUpload(failed)));
    const got = await outcomes([
      ...created.map((jobId) => steering.queueUploaded(jobId, 'etag')),
      ...toRetry.map((jobId) => steering.retry(jobId, owner, nothing)),
    ]);
    expect(got.filter((one) => one === true)).toHaveLength(MAX_QUEUED);
    expect(got.filter((one) => one === 'TOO_MANY_QUEUED_JOBS')).toHaveLength(12 - MAX_QUEUED);
    const [row] = await connected.database.query<{ queued: number }>(
      `SELECT count(*)::int AS queued FROM jobs WHERE status = 'QUEUED'`,
    );
    expect(row?.queued).toBe(MAX_QUEUED);
  });

  it('holds where many come at once from far below it, when no lock is taken', async () => {
    const max = 120;
    const { config } = connected;
    const wide = steeringWithin({ ingest: { ...config.ingest, maxQueuedJobsPerUser: max } });
    const created = await Promise.all(times(max + 15, () => add({ status: 'CREATED', available_at: null })));
    const got = await outcomes(created.map((jobId) => wide.queueUploaded(jobId, 'etag')));
    expect(got.filter((one) => one === true)).toHaveLength(max);
    expect(got.filter((one) => one === 'TOO_MANY_QUEUED_JOBS')).toHaveLength(15);
  });

  it('is each owner’s own', async () => {
    const other = await insertUser(connected.database);
    await Promise.all(times(MAX_QUEUED, () => add()));
    const theirs = await insertJob(connected.database, other, { status: 'CREATED', available_at: null });
    await expect(steering.queueUploaded(theirs, 'etag')).resolves.toBeUndefined();
  });
});

it('the jobs of others do not exist', async () => {
  const stranger = principal(uuidv7());
  const jobId = await completedUpload(failed);
  const found = { code: 'JOB_NOT_FOUND', kind: 'not_found' };
  await expect(steering.retry(jobId, stranger, nothing)).rejects.toMatchObject(found);
  await expect(steering.cancel(jobId, stranger)).rejects.toMatchObject(found);
  await expect(steering.remove(jobId, stranger)).rejects.toMatchObject(found);
  expect((await read(jobId)).status).toBe('FAILED');
});
