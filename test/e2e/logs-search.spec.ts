import type { HttpClient } from '../support/http-client.js';
import { startStack, type Stack } from '../support/stack.js';
import { ingest } from './steps/jobs.js';
import { expectProblem } from './steps/problems.js';
import { getPage, type LogRecord, type Parameters, walk } from './steps/records.js';

const START = Date.UTC(2026, 0, 1);

interface Line {
  readonly ms: number | null;
  readonly level: string;
  readonly message: string;
}

/** Lines of jobs whose time spans overlap, with equal times among them, and some without a time. */
function linesOf(job: number, count: number): Line[] {
  return Array.from({ length: count }, (_unused, index) => ({
    ms: index % 25 === 7 ? null : START + job * 40_000 + Math.floor(index / 2) * 1_000,
    level: index % 10 === 0 ? 'error' : 'info',
    message: `job ${job} line ${index}${index % 9 === 0 ? ' Needle' : ''}`,
  }));
}

function toNdjson(lines: readonly Line[]): string {
  return lines
    .map(({ ms, level, message }) =>
      JSON.stringify({ ...(ms === null ? {} : { time: new Date(ms).toISOString() }), level, message }),
    )
    .join('\n');
}

interface Found extends Line {
  readonly jobId: string;
  readonly line: number;
}

/** Newest first; at the same time by job and line, the later first. */
function expectedOrder(jobs: ReadonlyMap<string, readonly Line[]>, keep: (line: Line) => boolean): string[] {
  const all: Found[] = [...jobs].flatMap(([jobId, lines]) =>
    lines.map((line, index) => ({ ...line, jobId, line: index + 1 })),
  );
  return all
    .filter((one) => one.ms !== null && keep(one))
    .sort(
      (a, b) =>
        (b.ms ?? 0) - (a.ms ?? 0) ||
        (a.jobId < b.jobId ? 1 : -1) * Number(a.jobId !== b.jobId) ||
        b.line - a.line,
    )
    .map((one) => `${one.jobId} ${one.line}`);
}

const placesOf = (records: readonly LogRecord[]): string[] =>
  records.map((record) => `${record.job_id} ${record.line_no}`);

describe('the records of all jobs', () => {
  let stack: Stack;
  let user: HttpClient;
  let admin: HttpClient;
  let viewer: HttpClient;
  const ofUser = new Map<string, readonly Line[]>();
  const ofAdmin = new Map<string, readonly Line[]>();
  const ofAll = (): Map<string, readonly Line[]> => new Map([...ofUser, ...ofAdmin]);

  beforeAll(async () => {
    stack = await startStack({ env: { MAX_SCAN_MB: '1' } });
    [user, admin, viewer] = await Promise.all([
      stack.http.as('user'),
      stack.http.as('admin'),
      stack.http.as('viewer'),
    ]);
    for (let job = 0; job < 6; job += 1) {
      const lines = linesOf(job, 100);
      const [client, jobs] = job === 4 ? [admin, ofAdmin] : [user, ofUser];
      const { job_id, status } = await ingest(client, toNdjson(lines));
      expect(status).toBe('COMPLETED');
      jobs.set(job_id, lines);
    }
  }, 120_000);
  afterAll(() => stack.stop());

  it('come newest first, of the caller’s jobs only, or of everybody’s for who reads them all', async () => {
    const all = () => true;
    expect(placesOf(await walk(user, '/logs', { limit: 77 }))).toEqual(expectedOrder(ofUser, all));
    expect(placesOf(await walk(admin, '/logs', { limit: 1_000 }))).toEqual(expectedOrder(ofAll(), all));
    expect(placesOf(await walk(viewer, '/logs', { limit: 111 }))).toEqual(expectedOrder(ofAll(), all));
  });

  const time = (seconds: number): string => new Date(START + seconds * 1_000).toISOString();
  const FILTERS: readonly (readonly [Parameters, (line: Line) => boolean])[] = [
    [{ q: 'NEEDLE' }, ({ message }) => message.includes('Needle')],
    [{ severity_min: 'error' }, ({ level }) => level === 'error'],
    [{ from: time(60) }, ({ ms }) => (ms ?? 0) >= START + 60_000],
    [{ to: time(60) }, ({ ms }) => (ms ?? 0) < START + 60_000],
    [{ from: time(45), to: time(46) }, ({ ms }) => ms === START + 45_000],
    [{ from: time(10_000) }, () => false],
    [
      { 'field.severity_text': 'info', q: 'job 3' },
      ({ level, message }) => level === 'info' && message.includes('job 3'),
    ],
    [{ q: '%' }, () => false],
  ];

  it.each(FILTERS.map(([filter, keep]) => [JSON.stringify(filter), filter, keep] as const))(
    'are those that match: %s',
    async (_name, filter, keep) => {
      expect(placesOf(await walk(user, '/logs', { ...filter, limit: 13 }))).toEqual(
        expectedOrder(ofUser, keep),
      );
    },
  );

  it('are each walked over once, while other jobs finish', async () => {
    const before = new Map(ofUser);
    let job = 10;
    const seen = await walk(user, '/logs', { limit: 60 }, async () => {
      if (job >= 14) return;
      const lines = linesOf(job % 2 === 0 ? job : 2, 50);
      job += 1;
      ofUser.set((await ingest(user, toNdjson(lines))).job_id, lines);
    });
    expect(new Set(placesOf(seen)).size).toBe(seen.length);
    expect(placesOf(seen).filter((place) => before.has(place.split(' ')[0] ?? ''))).toEqual(
      expectedOrder(before, () => true),
    );
  });

  it('are not there any more when their job has gone, and nobody is troubled', async () => {
    const lines = linesOf(20, 10);
    const { job_id } = await ingest(user, toNdjson(lines));
    await stack.query(`DELETE FROM jobs WHERE job_id = $1`, [job_id]);
    const { items } = await getPage(user, '/logs', { limit: 5 });
    expect(items.every((record) => record.job_id !== job_id)).toBe(true);
  });

  it('are looked through up to a bound, and the answer says how to narrow the search', async () => {
    await stack.query(
      `UPDATE jobs SET statistics = jsonb_set(statistics::jsonb, '{output_files,0,bytes}', '700000')::json`,
    );
    const problem = expectProblem(await user.get('/logs?q=nowhere'), 422, 'SCAN_TOO_LARGE');
    expect(problem.detail).toMatch(/from and to/);
    expect(problem.errors?.[0]?.pointer).toBe('?from');
    // The newest job alone fills the page.
    expect((await getPage(user, '/logs', { limit: 1 })).items).toHaveLength(1);
    expect((await getPage(user, '/logs', { q: 'nowhere', from: time(10_000) })).items).toEqual([]);
  });
});
