import { v7 as uuidv7 } from 'uuid';
import { decodeCursor, encodeCursor } from '../../src/common/paging/page-cursor.js';
import type { JobStatus } from '../../src/jobs/dto/job-status.js';
import { FileUpload } from '../../src/jobs/entities/file-upload.entity.js';
import { Job } from '../../src/jobs/entities/job.entity.js';
import { type JobQuery, JobsRepository } from '../../src/jobs/jobs.repository.js';
import { type ConnectedDatabase, connectDatabase } from './support/data-source.js';
import { blocksOf, nodesOf, type PlanNode, QueryRecorder } from './support/query-recorder.js';

const JOBS = 1_000_000;
const PAGE = 10;
const LAST_PAGE = 10_000;
const TIMED_RUNS = 41;
const MAX_RATIO = 1.5;
/** Rows on the way to a page and the one behind it. */
const MAX_LOOKED_AT = 20 * (PAGE + 1);
const FILL_TIMEOUT_MS = 300_000;

/** Has most of the jobs. */
const OWNER = uuidv7();
/** Has a few of the oldest. */
const LEFT = uuidv7();
const OTHERS = Array.from({ length: 20 }, () => uuidv7());

let connected: ConnectedDatabase;
let jobs: JobsRepository;
let recorder: QueryRecorder;

beforeAll(async () => {
  connected = await connectDatabase({ REQUEST_TIMEOUT_SECONDS: '300' }, [Job, FileUpload]);
  jobs = new JobsRepository(connected.source.getRepository(Job));
  await fill();
  recorder = new QueryRecorder(connected.source);
}, FILL_TIMEOUT_MS);
afterAll(() => connected.close());

/**
 * Three jobs a minute, made in the same moment, so that the cursor's second part counts. What FAILED did so long ago, and
 * one of the users left long ago: whoever walks from the newest job on to find theirs walks far.
 */
async function fill(): Promise<void> {
  const query = (sql: string, values?: readonly unknown[]) => connected.database.query(sql, values);
  await query(
    `INSERT INTO users (user_id, username, email, password_hash, roles)
     SELECT user_id, user_id, user_id || '@example.com', 'x', '{user}' FROM unnest($1::uuid[]) AS user_id`,
    [[OWNER, LEFT, ...OTHERS]],
  );
  await query(
    `INSERT INTO jobs (job_id, owner_id, job_type, source, status, finished_at, error_code, parquet_key, statistics, created_at)
     SELECT gen_random_uuid(),
            CASE WHEN n % 10 < 7 THEN $2::uuid
                 WHEN n > $1::int * 0.98 THEN $3::uuid
                 ELSE ($4::uuid[])[1 + n / 10 % cardinality($4::uuid[])] END,
            'FILE_UPLOAD', 'api', status,
            CASE WHEN status IN ('COMPLETED', 'FAILED') THEN now() END,
            CASE WHEN status = 'FAILED' THEN 'FILE_UNREADABLE' END,
            CASE WHEN status = 'COMPLETED' THEN 'parsed/' || n END,
            CASE WHEN status = 'COMPLETED' THEN '{"lines": 1}'::json END,
            now() - n / 3 * interval '1 minute'
     FROM generate_series(1, $1::int) n,
          LATERAL (SELECT CASE WHEN n > $1::int * 0.84 THEN 'FAILED'
                               ELSE (ARRAY['CREATED', 'QUEUED', 'PROCESSING', 'COMPLETED'])[1 + n / 10 % 4] END) s (status)`,
    [JOBS, OWNER, LEFT, OTHERS],
  );
  await query(
    `INSERT INTO file_uploads (job_id, storage_type, object_key, original_filename, file_size, log_format, timezone, on_error,
                               expires_at)
     SELECT job_id, 'LOCAL', 'raw-logs/' || job_id || '.log', 'a.log', 1, 'auto', 'UTC', 'continue', now() FROM jobs`,
  );
  await query('VACUUM (ANALYZE) jobs, file_uploads');
}

/** Where a page begins: one look at the row before it, instead of a walk. */
async function pageOf(query: JobQuery, page: number): Promise<JobQuery> {
  const [last] = await jobs.list({ ...query, limit: 1, offset: (page - 1) * PAGE - 1 });
  if (last === undefined) throw new Error('There are not so many pages.');
  return { ...query, after: decodeCursor(encodeCursor({ createdAt: last.createdAt, id: last.jobId })) };
}

async function planOf(query: JobQuery): Promise<PlanNode> {
  const sent = await recorder.during(() => jobs.list(query));
  expect(sent).toHaveLength(1);
  if (sent[0] === undefined) throw new Error('Nothing was sent.');
  return recorder.explain(sent[0]);
}

/** Medians of both pages, taken in turns so that a busy machine slows both alike. */
async function medianMs(first: JobQuery, last: JobQuery): Promise<readonly [number, number]> {
  const times: [number[], number[]] = [[], []];
  for (let run = 0; run < TIMED_RUNS; run += 1) {
    for (const [index, query] of [first, last].entries()) {
      const startedAt = performance.now();
      await jobs.list(query);
      times[index]?.push(performance.now() - startedAt);
    }
  }
  const median = (ms: number[]): number => ms.sort((a, b) => a - b)[Math.floor(TIMED_RUNS / 2)] ?? NaN;
  return [median(times[0]), median(times[1])];
}

/** Rows come in their order from an index, and few are looked at in vain: where most rows fit, the planner may filter. */
function expectStraight(plan: PlanNode): void {
  const nodes = nodesOf(plan);
  const names = nodes.map((node) => node['Node Type']);
  expect(names.filter((name) => /Sort|Seq Scan|Bitmap|Hash|Materialize/.test(name))).toEqual([]);
  const indexes = nodes.map((node) => node['Index Name']).filter((name) => name?.startsWith('jobs_by_'));
  expect(indexes).toHaveLength(1);
  for (const node of nodes) {
    const looked = (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'];
    expect([indexes, looked > MAX_LOOKED_AT]).toEqual([indexes, false]);
  }
}

const EVERYTHING: JobQuery = { ownerId: null, limit: PAGE + 1, offset: undefined, after: undefined };
const STATUSES: readonly (JobStatus | undefined)[] = [
  undefined,
  ...(['CREATED', 'QUEUED', 'PROCESSING', 'COMPLETED', 'FAILED'] as const),
];
const CASES = [
  ['the caller’s', OWNER],
  ['everybody’s', null],
].flatMap(([whose, ownerId]) =>
  STATUSES.flatMap((status) =>
    ([undefined, 'FILE_UPLOAD'] as const).map(
      (jobType) =>
        [
          `${String(whose)} jobs${status === undefined ? '' : `, ${status}`}${jobType === undefined ? '' : `, ${jobType}`}`,
          { ...EVERYTHING, ownerId: ownerId ?? null, status, jobType },
        ] as const,
    ),
  ),
);

describe(`with ${JOBS.toLocaleString('en')} jobs, newest first,`, () => {
  it.each(CASES)('%s', async (what, first: JobQuery) => {
    const last = await pageOf(first, LAST_PAGE);
    expect(await jobs.list(last)).toHaveLength(PAGE + 1);
    const plans = [await planOf(first), await planOf(last)] as const;
    for (const plan of plans) expectStraight(plan);
    const [firstBlocks, lastBlocks] = [blocksOf(plans[0]), blocksOf(plans[1])];
    const [firstMs, lastMs] = await medianMs(first, last);
    process.stderr.write(
      `${what}: page ${LAST_PAGE} : page 1 = ${(lastMs / firstMs).toFixed(2)} in time ` +
        `(${lastMs.toFixed(2)} : ${firstMs.toFixed(2)} ms), ${lastBlocks} : ${firstBlocks} in blocks\n`,
    );
    expect(lastBlocks).toBeLessThanOrEqual(firstBlocks * MAX_RATIO);
  });

  it.each([[undefined], ['FAILED']] as const)('of a user who left long ago (%s)', async (status) => {
    const first = { ...EVERYTHING, ownerId: LEFT, status };
    for (const query of [first, await pageOf(first, 500)]) {
      expect(await jobs.list(query)).toHaveLength(PAGE + 1);
      expectStraight(await planOf(query));
    }
  });
});
