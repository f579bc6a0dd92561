import { jest } from '@jest/globals';
import { rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { loadConfig } from '../../src/common/config/load-config.js';
import { type RepairKind, RepairLog } from '../../src/common/logging/repair-log.js';
import { StorageScanRepository } from '../../src/jobs/storage-scan.repository.js';
import { StorageScanService } from '../../src/jobs/storage-scan.service.js';
import { type ConnectedDatabase, connectDatabase } from './support/data-source.js';
import { type Columns, insertJob, insertUser, readJob } from './support/job-rows.js';
import { type LocalStorage, localStorage, logger } from './support/steering.js';

const TWO_DAYS_AGO = new Date(Date.now() - 2 * 86_400_000);
const never = new AbortController().signal;

let connected: ConnectedDatabase;
let local: LocalStorage;
let ownerId: string;
let repaired: [RepairKind, number][];

beforeAll(async () => {
  connected = await connectDatabase();
  ownerId = await insertUser(connected.database);
});
beforeEach(async () => {
  local = await localStorage();
  repaired = [];
  await connected.database.query('DELETE FROM jobs');
  await connected.database.query('DELETE FROM storage_scans');
});
afterEach(() => local.remove());
afterAll(() => connected.close());

function scanner(env: Record<string, string> = {}): StorageScanService {
  const repairs = new RepairLog(logger);
  repairs.onRepair((kind, count) => repaired.push([kind, count]));
  const repository = new StorageScanRepository(connected.source);
  return new StorageScanService(
    repository,
    local.storage,
    loadConfig({ STORAGE_TYPE: 'LOCAL', ...env }),
    repairs,
  );
}

async function putOld(key: string): Promise<string> {
  await local.put(key);
  await utimes(join(local.directory, key), TWO_DAYS_AGO, TWO_DAYS_AGO);
  return (await local.storage.stat(key))?.etag ?? '';
}

const raw = (jobId: string): string => `raw-logs/${jobId}.log`;
const parquet = (jobId: string, attempt: number): string =>
  `parsed/ingest_date=2026-01-01/job_id=${jobId}/attempt-${attempt}.parquet`;
const rejects = (jobId: string, attempt: number): string =>
  `rejects/ingest_date=2026-01-01/job_id=${jobId}/attempt-${attempt}.ndjson`;
const exists = async (key: string): Promise<boolean> => (await local.storage.stat(key)) !== null;

/** A job with its raw file, as `complete` left it. */
async function add(columns: Columns, options: { readonly pinned?: boolean } = {}): Promise<string> {
  const jobId = await insertJob(connected.database, ownerId, columns);
  const etag = await putOld(raw(jobId));
  if (options.pinned !== false) {
    await connected.database.query('UPDATE file_uploads SET etag = $2 WHERE job_id = $1', [jobId, etag]);
  }
  return jobId;
}

/** A completed job with its results. */
async function completed(): Promise<string> {
  const jobId = await add({ attempt: 2 });
  await connected.database.query(
    `UPDATE jobs SET status = 'COMPLETED', statistics = '{}', finished_at = $2, parquet_key = $3, rejects_key = $4
     WHERE job_id = $1`,
    [jobId, TWO_DAYS_AGO, parquet(jobId, 2), rejects(jobId, 2)],
  );
  for (const key of [parquet(jobId, 2), rejects(jobId, 2)]) await putOld(key);
  return jobId;
}

const failed = { status: 'FAILED', error_code: 'X', finished_at: TWO_DAYS_AGO };
const processing = { status: 'PROCESSING', attempt: 2, heartbeat_at: new Date() };

describe('objects', () => {
  it('that a job needs or may need stay', async () => {
    const done = await completed();
    const running = await add(processing);
    await putOld(parquet(running, 2));
    await putOld(rejects(running, 2));
    const others = [
      await add({}),
      await add({ status: 'CREATED', available_at: null }, { pinned: false }),
      await add(failed),
    ];
    await scanner().scanPages(never);
    const kept = [done, running, ...others].map(raw);
    for (const jobId of [done, running]) kept.push(parquet(jobId, 2), rejects(jobId, 2));
    expect(await Promise.all(kept.map(exists))).toEqual(kept.map(() => true));
    expect(repaired).toEqual([]);
  });

  it('that no job leads to are removed when they are old enough', async () => {
    const done = await completed();
    const running = await add(processing);
    const notCompleted = await add(failed, { pinned: false });
    const orphans = [
      raw(uuidv7()),
      raw(notCompleted),
      parquet(uuidv7(), 1),
      parquet(done, 1),
      rejects(done, 1),
      parquet(running, 1),
    ];
    for (const key of orphans) await putOld(key);
    const young = [raw(uuidv7()), parquet(done, 3)];
    for (const key of young) await local.put(key);
    const foreign = ['raw-logs/readme.txt', 'parsed/by-hand/summary.parquet', 'other/thing'];
    for (const key of foreign) await putOld(key);
    await scanner().scanPages(never);
    expect(await Promise.all(orphans.map(exists))).toEqual(orphans.map(() => false));
    for (const key of [...young, ...foreign, raw(done), parquet(done, 2)])
      expect(await exists(key)).toBe(true);
    expect(repaired.reduce((sum, [, count]) => sum + count, 0)).toBe(orphans.length);
    expect(new Set(repaired.map(([kind]) => kind))).toEqual(new Set(['orphan_removed']));
  });

  it('are only reported, or not looked at, where that was asked for', async () => {
    const orphan = raw(uuidv7());
    await putOld(orphan);
    await scanner({ ORPHAN_SCAN: 'off' }).scanPages(never);
    expect(repaired).toEqual([]);
    await scanner({ ORPHAN_SCAN: 'report' }).scanPages(never);
    expect(repaired).toEqual([['orphan_reported', 1]]);
    expect(await exists(orphan)).toBe(true);
  });

  it('are looked at page by page, once in an interval, wherever the last process stopped', async () => {
    const orphans = Array.from({ length: 1_100 }, () => raw(uuidv7()));
    for (const key of orphans) await putOld(key);
    for (let round = 0; round < 3; round += 1) await scanner().scanPages(never);
    expect(repaired.map(([, count]) => count)).toEqual([500, 500, 100]);
    const late = raw(uuidv7());
    await putOld(late);
    await scanner().scanPages(never);
    expect(await exists(late)).toBe(true);
    await connected.database.query('UPDATE storage_scans SET resumes_at = now()');
    await scanner().scanPages(never);
    expect(await exists(late)).toBe(false);
  });
});

describe('rows whose results are gone', () => {
  it.each([
    ['records', parquet],
    ['rejects', rejects],
  ])('(%s) say so, and can be retried', async (_what, key) => {
    const [lost, whole] = [await completed(), await completed()];
    await rm(join(local.directory, key(lost, 2)));
    await scanner().scanPages(never);
    expect(repaired).toContainEqual(['results_lost', 1]);
    expect(await readJob(connected.database, lost)).toMatchObject({
      status: 'FAILED',
      error_code: 'RESULTS_LOST',
      parquet_key: null,
    });
    expect((await readJob(connected.database, whole)).status).toBe('COMPLETED');
  });

  it('stay as they are where everything is gone, as with another disk or bucket', async () => {
    const jobId = await completed();
    await local.remove();
    local = await localStorage();
    await scanner().scanPages(never);
    expect(repaired).toEqual([
      ['results_lost', 1],
      ['results_lost', 1],
    ]);
    expect((await readJob(connected.database, jobId)).status).toBe('COMPLETED');
  });

  it('are not judged while storage cannot be asked', async () => {
    const jobId = await completed();
    await rm(local.directory, { recursive: true });
    await expect(scanner().scanPages(never)).rejects.toMatchObject({ kind: 'unavailable' });
    expect((await readJob(connected.database, jobId)).status).toBe('COMPLETED');
  });
});

async function startOld(key: string): Promise<string> {
  const id = await local.storage.multipart.start(key);
  await utimes(join(local.directory, '.multipart', id, 'key'), TWO_DAYS_AGO, TWO_DAYS_AGO);
  return id;
}
const isOpen = async (key: string, id: string): Promise<boolean> =>
  (await local.storage.multipart.listParts(key, id)) !== null;

describe('uploads in parts', () => {
  it('that no job waits for are ended when they are old enough', async () => {
    const jobs = {
      waiting: await insertJob(connected.database, ownerId, { status: 'CREATED', available_at: null }),
      failed: await insertJob(connected.database, ownerId, failed),
    };
    const uploads: Record<string, [string, string]> = {};
    for (const [name, jobId] of Object.entries({ ...jobs, orphan: uuidv7(), other: jobs.waiting })) {
      uploads[name] = [raw(jobId), await startOld(raw(jobId))];
    }
    const young = raw(uuidv7());
    uploads['young'] = [young, await local.storage.multipart.start(young)];
    for (const [name, jobId] of Object.entries(jobs)) {
      await connected.database.query(
        'UPDATE file_uploads SET multipart_upload_id = $2, part_bytes = 5 WHERE job_id = $1',
        [jobId, uploads[name]?.[1]],
      );
    }
    const open = async (): Promise<string[]> => {
      const names: string[] = [];
      for (const [name, [key, id]] of Object.entries(uploads)) if (await isOpen(key, id)) names.push(name);
      return names;
    };
    await scanner({ ORPHAN_SCAN: 'report' }).scanPages(never);
    expect(await open()).toEqual(['waiting', 'failed', 'orphan', 'other', 'young']);
    await connected.database.query('DELETE FROM storage_scans');
    await scanner().scanPages(never);
    expect(await open()).toEqual(['waiting', 'young']);
    expect(repaired).toEqual([
      ['orphan_reported', 3],
      ['multipart_aborted', 3],
    ]);
  });
});

describe('a storage that is slow, or fails in one place', () => {
  /** Rounds whose time is over as soon as storage is asked what `isTooMuch` says. */
  async function scanRounds(rounds: number, isTooMuch: (what: string) => boolean): Promise<void> {
    for (let round = 0; round < rounds; round += 1) {
      const time = new AbortController();
      const ask = (what: string, signal: AbortSignal | undefined): void => {
        if (isTooMuch(what)) time.abort(new Error('the time is over'));
        signal?.throwIfAborted();
      };
      const { storage } = local;
      const [stat, list] = [storage.stat.bind(storage), storage.list.bind(storage)];
      const spies = [
        jest.spyOn(storage, 'stat').mockImplementation(async (key, signal) => {
          ask('stat', signal);
          return stat(key, signal);
        }),
        jest.spyOn(storage, 'list').mockImplementation(async (prefix, after, limit, signal) => {
          ask(`list ${prefix}`, signal);
          return list(prefix, after, limit, signal);
        }),
      ];
      await scanner()
        .scanPages(time.signal)
        .catch(() => undefined);
      for (const spy of spies) spy.mockRestore();
    }
  }

  /** What lies in the last places of a round. @returns whether each is gone */
  async function putOrphans(): Promise<() => Promise<boolean[]>> {
    const [rejected, parts] = [rejects(uuidv7(), 1), raw(uuidv7())];
    await putOld(rejected);
    const id = await startOld(parts);
    return async () => [!(await exists(rejected)), !(await isOpen(parts, id))];
  }

  it('gets past rows whose files are all gone, and to what comes behind them', async () => {
    const jobs = 24;
    for (let job = 0; job < jobs; job += 1) await completed();
    await local.remove();
    local = await localStorage();
    const areGone = await putOrphans();
    let asked = 0;
    await scanRounds(12, (what) => {
      if (what === 'list parsed/' || what === 'list rejects/') asked = 0;
      if (what === 'stat') asked += 1;
      return asked > 10;
    });
    expect(await areGone()).toEqual([true, true]);
    const lost = repaired.filter(([kind]) => kind === 'results_lost');
    expect(lost).toHaveLength(2 * jobs);
  });

  it('comes to the other places where one takes all the time', async () => {
    const areGone = await putOrphans();
    await scanRounds(2, (what) => what === 'list raw-logs/');
    expect(await areGone()).toEqual([true, true]);
  });

  it('comes to the other places where one fails, and says that it failed', async () => {
    const areGone = await putOrphans();
    const { storage } = local;
    const list = storage.list.bind(storage);
    const spy = jest.spyOn(storage, 'list').mockImplementation((prefix, ...rest) => {
      return prefix === 'raw-logs/' ? Promise.reject(new Error('denied')) : list(prefix, ...rest);
    });
    await expect(scanner().scanPages(never)).rejects.toThrow('denied');
    spy.mockRestore();
    expect(await areGone()).toEqual([true, true]);
  });

  it('gets past an object that cannot be removed', async () => {
    const orphans = [raw(uuidv7()), raw(uuidv7()), raw(uuidv7())].sort();
    for (const key of orphans) await putOld(key);
    const { storage } = local;
    const remove = storage.delete.bind(storage);
    const spy = jest.spyOn(storage, 'delete').mockImplementation((key, signal) => {
      return key === orphans[0] ? Promise.reject(new Error('locked')) : remove(key, signal);
    });
    await expect(scanner().scanPages(never)).rejects.toThrow('locked');
    await scanner().scanPages(never);
    spy.mockRestore();
    expect(await Promise.all(orphans.map(exists))).toEqual([true, false, false]);
  });
});
