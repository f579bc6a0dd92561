import type { Answer, HttpClient } from '../support/http-client.js';
import { startStack, type Stack } from '../support/stack.js';
import { init, type Job } from './steps/jobs.js';

const MINE = 25;
const OTHERS = 4;

let stack: Stack;
let user: HttpClient;
let admin: HttpClient;
let viewer: HttpClient;
let mine: readonly string[];
let theirs: readonly string[];

async function make(client: HttpClient, count: number): Promise<string[]> {
  const made: string[] = [];
  for (let index = 0; index < count; index += 1) made.push((await init(client, 10)).job_id);
  return made.reverse();
}

const idsOf = (answer: Answer<readonly Job[]>): string[] => {
  expect(answer.status).toBe(200);
  return answer.body.map((job) => job.job_id);
};

/** The next page of RFC 8288; undefined on the last one. */
function nextPage(answer: Answer<unknown>): string | undefined {
  const link = answer.headers.get('link');
  return link === null ? undefined : /^<([^>]+)>; rel="next"$/.exec(link)?.[1];
}

beforeAll(async () => {
  stack = await startStack({ workers: 0 });
  [user, admin, viewer] = await Promise.all([
    stack.http.as('user'),
    stack.http.as('admin'),
    stack.http.as('viewer'),
  ]);
  mine = await make(user, MINE);
  theirs = await make(admin, OTHERS);
  await stack.query(
    `UPDATE jobs SET status = 'FAILED', error_code = 'TEST', finished_at = now() WHERE job_id = ANY ($1)`,
    [mine.slice(0, 3)],
  );
}, 60_000);
afterAll(() => stack.stop());

describe('the list of jobs', () => {
  it('is a plain array, newest first, of one’s own', async () => {
    const answer = await user.get<Job[]>('/jobs');
    expect(idsOf(answer)).toEqual(mine);
    expect(nextPage(answer)).toBeUndefined();
    const created = answer.body.map((job) => job.created_at);
    expect(created).toEqual([...created].sort().reverse());
  });

  it('shows the same job as its own page', async () => {
    const [first] = (await user.get<Job[]>('/jobs?limit=1')).body;
    expect((await user.get<Job>(`/jobs/${first?.job_id ?? ''}`)).body).toEqual(first);
  });

  it('is everybody’s for admin and viewer', async () => {
    for (const client of [admin, viewer]) {
      expect(idsOf(await client.get('/jobs'))).toEqual([...theirs, ...mine]);
    }
  });

  it('filters by status and type', async () => {
    expect(idsOf(await user.get('/jobs?status=FAILED'))).toEqual(mine.slice(0, 3));
    expect(idsOf(await user.get('/jobs?status=CREATED&job_type=FILE_UPLOAD'))).toEqual(mine.slice(3));
    expect(idsOf(await user.get('/jobs?status=COMPLETED'))).toEqual([]);
    expect(idsOf(await admin.get('/jobs?status=FAILED'))).toEqual(mine.slice(0, 3));
  });

  it('takes limit and offset', async () => {
    expect(idsOf(await user.get('/jobs?limit=5'))).toEqual(mine.slice(0, 5));
    expect(idsOf(await user.get('/jobs?limit=5&offset=5'))).toEqual(mine.slice(5, 10));
    expect(idsOf(await user.get('/jobs?limit=1000&offset=20'))).toEqual(mine.slice(20));
    expect(idsOf(await user.get(`/jobs?offset=${MINE}`))).toEqual([]);
  });

  it('gives no next page when the page is exactly the rest', async () => {
    const answer = await user.get<Job[]>(`/jobs?limit=${MINE}`);
    expect([idsOf(answer).length, nextPage(answer)]).toEqual([MINE, undefined]);
  });

  it('keeps filter and limit on the next page', async () => {
    const first = await user.get<Job[]>('/jobs?status=CREATED&limit=10');
    const second = await user.get<Job[]>(nextPage(first) ?? '');
    expect([...idsOf(first), ...idsOf(second)]).toEqual(mine.slice(3, 23));
  });

  // The last tests: they add jobs.
  it('shows every job once to whoever follows the links while new ones arrive', async () => {
    const seen: string[] = [];
    let path: string | undefined = '/jobs?limit=7';
    while (path !== undefined) {
      const answer: Answer<Job[]> = await user.get<Job[]>(path);
      seen.push(...idsOf(answer));
      await init(user, 10);
      path = nextPage(answer);
    }
    expect(seen).toEqual(mine);
  });

  it('walks through jobs made in the same millisecond', async () => {
    await stack.query('UPDATE jobs SET created_at = $1', [new Date('2026-01-01T00:00:00Z')]);
    const all = idsOf(await user.get('/jobs?limit=1000'));
    const seen: string[] = [];
    for (let path: string | undefined = '/jobs?limit=3'; path !== undefined;) {
      const answer: Answer<Job[]> = await user.get<Job[]>(path);
      seen.push(...idsOf(answer));
      path = nextPage(answer);
    }
    expect(seen).toEqual(all);
    expect(new Set(seen).size).toBeGreaterThan(MINE);
  });
});
