import { type HttpClient, httpClient } from '../support/http-client.js';
import { startStack, type Stack } from '../support/stack.js';
import { init, type Job, submit, type Ticket, upload } from './steps/jobs.js';
import { expectProblem } from './steps/problems.js';

const CONTENT = 'hello\n';
const MAX_OPEN = 3;
const MAX_QUEUED = 2;

let stack: Stack;
let user: HttpClient;
let admin: HttpClient;

beforeAll(async () => {
  stack = await startStack({
    workers: 0,
    env: {
      MAX_OPEN_UPLOADS_PER_USER: String(MAX_OPEN),
      MAX_QUEUED_JOBS_PER_USER: String(MAX_QUEUED),
      MAX_QUEUE_AGE_SECONDS: '60',
    },
  });
  [user, admin] = await Promise.all([stack.http.as('user'), stack.http.as('admin')]);
}, 60_000);
beforeEach(() => stack.query('DELETE FROM jobs'));
afterAll(() => stack.stop());

const INIT = ['/ingest/files/init', { filename: 'a.log', size: CONTENT.length }] as const;

function expectLater(answer: Parameters<typeof expectProblem>[0], status: number, code: string): void {
  expectProblem(answer, status, code);
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
}

describe('open uploads of one user', () => {
  it('are bounded, however many are asked for at once; others are not concerned', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => user.post<Ticket>(...INIT)));
    const made = answers.filter(({ status }) => status === 201);
    expect(made).toHaveLength(MAX_OPEN);
    for (const answer of answers.filter(({ status }) => status !== 201)) {
      expectLater(answer, 429, 'TOO_MANY_OPEN_UPLOADS');
    }
    expect((await admin.post(...INIT)).status).toBe(201);
    await user.post(`/jobs/${made[0]?.body.job_id ?? ''}/cancel`);
    expect((await user.post(...INIT)).status).toBe(201);
    expect((await user.post(...INIT)).status).toBe(429);
  });
});

describe('queued jobs of one user', () => {
  it('are bounded; what was uploaded can be completed later', async () => {
    const first = await submit(user, CONTENT);
    await submit(user, CONTENT);
    const { job_id } = await upload(user, CONTENT);
    const complete = () => user.post('/ingest/files/complete', { job_id });
    expectLater(await complete(), 429, 'TOO_MANY_QUEUED_JOBS');
    expect((await user.get<Job>(`/jobs/${job_id}`)).body.status).toBe('CREATED');
    await submit(admin, CONTENT);
    await user.post(`/jobs/${first}/cancel`);
    expect((await complete()).status).toBe(200);
    expectLater(await user.post(`/jobs/${first}/retry`), 429, 'TOO_MANY_QUEUED_JOBS');
  });
});

describe('new work is refused, and what was uploaded is still taken,', () => {
  it('while the oldest job waits for too long', async () => {
    const { job_id } = await upload(admin, CONTENT);
    const waiting = await submit(user, CONTENT);
    const wait = (seconds: number) =>
      stack.query(`UPDATE jobs SET available_at = now() - make_interval(secs => $2) WHERE job_id = $1`, [
        waiting,
        seconds,
      ]);
    await wait(50);
    expect((await user.post(...INIT)).status).toBe(201);
    await wait(70);
    // A process asks once a second; a new one has not asked yet.
    const fresh = await stack.add('api');
    const client = await httpClient(fresh.url).as('user');
    expectLater(await client.post(...INIT), 503, 'QUEUE_OVERLOADED');
    expect((await admin.post('/ingest/files/complete', { job_id })).status).toBe(200);
  });

  it('while a disk has too little room', async () => {
    const { job_id } = await upload(user, CONTENT);
    const full = await stack.add('api', { MIN_FREE_DISK_MB: '104857600' });
    const client = await httpClient(full.url).as('user');
    expectLater(await client.post(...INIT), 503, 'DISK_FULL');
    expect((await client.post('/ingest/files/complete', { job_id })).status).toBe(200);
    await init(user, 1);
  });
});
