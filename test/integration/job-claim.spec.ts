import { CLAIM_FAIREST } from '../../src/jobs/claim-fairest.sql.js';
import { JobLifecycleRepository } from '../../src/jobs/job-lifecycle.repository.js';
import { type ConnectedDatabase, connectDatabase } from './support/data-source.js';
import { insertJob, insertUser } from './support/job-rows.js';

let connected: ConnectedDatabase;
let jobs: JobLifecycleRepository;
let alice: string;
let bob: string;
let carol: string;

beforeAll(async () => {
  connected = await connectDatabase({ DATABASE_POOL_SIZE: '20' });
  jobs = new JobLifecycleRepository(connected.source);
  [alice, bob, carol] = [
    await insertUser(connected.database),
    await insertUser(connected.database),
    await insertUser(connected.database),
  ];
});
beforeEach(() => connected.database.query('DELETE FROM jobs'));
afterAll(() => connected.close());

/** A job that has been waiting for so many seconds. */
const waiting = (ownerId: string, seconds: number): Promise<string> =>
  insertJob(connected.database, ownerId, { available_at: new Date(Date.now() - seconds * 1000) });

/** Owners' names for what is claimed one after the other. */
async function turns(): Promise<string> {
  const claimed: string[] = [];
  for (let row = await jobs.claimNext(); row !== null; row = await jobs.claimNext()) {
    const [job] = await connected.database.query<{ owner_id: string }>(
      'SELECT owner_id FROM jobs WHERE job_id = $1',
      [row.job_id],
    );
    claimed.push({ [alice]: 'a', [bob]: 'b', [carol]: 'c' }[job?.owner_id ?? ''] ?? '?');
  }
  return claimed.join('');
}

describe('whose turn it is', () => {
  it('of one owner, the job that waits longest', async () => {
    const order = [await waiting(alice, 10), await waiting(alice, 30), await waiting(alice, 20)];
    const claimed = [await jobs.claimNext(), await jobs.claimNext(), await jobs.claimNext()];
    expect(claimed.map((row) => row?.job_id)).toEqual([order[1], order[2], order[0]]);
    expect(await jobs.claimNext()).toBeNull();
  });

  it('of several owners, one after the other, however long their queues are', async () => {
    for (let count = 0; count < 5; count += 1) await waiting(alice, 100 - count);
    for (let count = 0; count < 2; count += 1) await waiting(bob, 50 - count);
    await waiting(carol, 1);
    expect(await turns()).toBe('abcabaaa');
  });

  it('of the owner with fewer jobs in processing', async () => {
    const running = { status: 'PROCESSING', attempt: 1, heartbeat_at: new Date() };
    await insertJob(connected.database, alice, running);
    await insertJob(connected.database, alice, running);
    await insertJob(connected.database, bob, running);
    for (const owner of [alice, bob, carol]) for (const seconds of [9, 8, 7]) await waiting(owner, seconds);
    // Three running each in the end: carol first has to draw level, then bob, then alice.
    expect((await turns()).slice(0, 5)).toMatch(/^c[bc]{2}/);
  });

  it('never of a job whose pause is not over', async () => {
    await waiting(alice, -60);
    const ready = await waiting(bob, 0);
    expect((await jobs.claimNext())?.job_id).toBe(ready);
    expect(await jobs.claimNext()).toBeNull();
  });
});

it('twenty claims at once get twenty different jobs of one owner', async () => {
  for (let count = 0; count < 20; count += 1) await waiting(alice, count);
  const claimed = await Promise.all(Array.from({ length: 20 }, () => jobs.claimNext()));
  expect(new Set(claimed.map((row) => row?.job_id)).size).toBe(20);
  expect(claimed).not.toContain(null);
});

it('a claim looks at owners, not at all their jobs', async () => {
  await connected.database.query(
    `WITH made AS (
       INSERT INTO jobs (job_id, owner_id, job_type, source, status, available_at)
       SELECT gen_random_uuid(), (ARRAY[$1, $2, $3]::uuid[])[1 + n % 3], 'FILE_UPLOAD', 'api', 'QUEUED', now()
       FROM generate_series(1, 30000) n
       RETURNING job_id
     )
     INSERT INTO file_uploads (job_id, storage_type, object_key, original_filename, file_size, log_format, timezone,
                               on_error, expires_at)
     SELECT job_id, 'LOCAL', 'raw-logs/x.log', 'x', 1, 'auto', 'UTC', 'continue', now() FROM made`,
    [alice, bob, carol],
  );
  await connected.database.query('ANALYZE jobs');
  // About a hundred pages; reading every waiting job would be thousands.
  expect(await pagesOfOneClaim()).toBeLessThan(1_000);
  expect(await jobs.claimNext()).not.toBeNull();
});

/** Pages of tables and indexes that one claim touches. */
async function pagesOfOneClaim(): Promise<number> {
  const [row] = await connected.database.query<{
    'QUERY PLAN': [{ Plan: Record<'Shared Hit Blocks' | 'Shared Read Blocks', number> }];
  }>(`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${CLAIM_FAIREST}`, [1_000]);
  if (row === undefined) throw new Error('There is no plan.');
  const { Plan: plan } = row['QUERY PLAN'][0];
  return plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
}
