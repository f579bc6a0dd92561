import { randomUUID } from 'node:crypto';
import { type HttpClient, httpClient, putFile } from '../support/http-client.js';
import { startStack, type Stack } from '../support/stack.js';
import { signUp } from './steps/accounts.js';
import { getJob, init, type Job, type Ticket, upload } from './steps/jobs.js';
import { expectProblem } from './steps/problems.js';

const CONTENT = 'hello\n';
const INIT = { filename: 'a.log', size: CONTENT.length };

let stack: Stack;
let user: HttpClient;
let admin: HttpClient;

beforeAll(async () => {
  stack = await startStack({ workers: 0, api: 2 });
  [user, admin] = await Promise.all([stack.http.as('user'), stack.http.as('admin')]);
}, 60_000);
afterAll(() => stack.stop());

const withKey = (key: string) => ({ headers: { 'Idempotency-Key': key } });
const initWith = (key: string, body: object = INIT, client = user) =>
  client.post<Ticket>('/ingest/files/init', body, withKey(key));
const complete = (key: string, jobId: string) =>
  user.post<Job>('/ingest/files/complete', { job_id: jobId }, withKey(key));
const jobCount = async (): Promise<number> => (await user.get<Job[]>('/jobs?limit=1000')).body.length;

describe('init', () => {
  it('repeated makes one job, and signs a URL anew that works', async () => {
    const key = randomUUID();
    const before = await jobCount();
    const first = await initWith(key);
    const second = await initWith(key, { size: INIT.size, filename: INIT.filename });
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body.job_id).toBe(first.body.job_id);
    expect(await jobCount()).toBe(before + 1);
    expect((await putFile(second.body.presigned_url, CONTENT)).status).toBe(200);
    const rows = await stack.query<{ text: string }>('SELECT k::text AS text FROM idempotency_keys k');
    expect(rows.map((row) => row.text).join()).not.toMatch(/signature/i);
  });

  it('repeated twenty times at once makes one job', async () => {
    const key = randomUUID();
    const before = await jobCount();
    const answers = await Promise.all(Array.from({ length: 20 }, () => initWith(key)));
    for (const answer of answers.filter(({ status }) => status !== 201)) {
      expectProblem(answer, 409, 'IDEMPOTENCY_KEY_IN_USE');
    }
    const made = answers.filter(({ status }) => status === 201).map(({ body }) => body.job_id);
    expect(new Set(made).size).toBe(1);
    expect(await jobCount()).toBe(before + 1);
  });

  it('with another body is refused, with another user or key it is another request', async () => {
    const key = randomUUID();
    const { body } = await initWith(key);
    expectProblem(await initWith(key, { ...INIT, size: 7 }), 422, 'IDEMPOTENCY_KEY_REUSED');
    expectProblem(await initWith(key, { ...INIT, labels: { env: 'prod' } }), 422, 'IDEMPOTENCY_KEY_REUSED');
    const others = [await initWith(key, INIT, admin), await initWith(randomUUID())];
    for (const other of others) expect(other).toMatchObject({ status: 201 });
    expect(new Set([body.job_id, ...others.map((other) => other.body.job_id)]).size).toBe(3);
  });

  it.each([[''], ['a b'], ['é'], ['x'.repeat(256)]])('refuses %j as a key', async (key) => {
    expectProblem(await initWith(key), 422, 'INVALID_IDEMPOTENCY_KEY');
  });

  it('gives a job that still waits for its file more time; a completed one gets none', async () => {
    const key = randomUUID();
    const { body: first } = await initWith(key);
    await putFile(first.presigned_url, CONTENT);
    const soon = `UPDATE file_uploads SET expires_at = now() + interval '30 seconds' WHERE job_id = $1`;
    await stack.query(soon, [first.job_id]);
    const { body: waiting } = await initWith(key);
    expect(waiting.expires_in).toBeGreaterThan(890);
    const urlEnd = Number(new URL(waiting.presigned_url).searchParams.get('expires'));
    expect([0, 1]).toContain(urlEnd - Date.parse(waiting.expires_at) / 1_000);
    await stack.query(soon, [first.job_id]);
    await user.post('/ingest/files/complete', { job_id: first.job_id });
    const { body: completed } = await initWith(key);
    expect(completed.job_id).toBe(first.job_id);
    expect(completed.expires_in).toBeLessThanOrEqual(30);
  });

  it('says so when the job was removed meanwhile', async () => {
    const key = randomUUID();
    const { body } = await initWith(key);
    expect((await user.delete(`/jobs/${body.job_id}`)).status).toBe(204);
    expectProblem(await initWith(key), 409, 'JOB_REMOVED');
  });

  it('invalid input is not remembered', async () => {
    const key = randomUUID();
    expectProblem(await initWith(key, { ...INIT, size: 0 }), 422, 'VALIDATION_FAILED');
    expect((await initWith(key)).status).toBe(201);
  });
});

describe('complete', () => {
  it('repeated answers the same, also in another process', async () => {
    const key = randomUUID();
    const { job_id: jobId } = await upload(user, CONTENT);
    const first = await complete(key, jobId);
    expect(first).toMatchObject({ status: 200, body: { job_id: jobId, status: 'QUEUED' } });
    const job = await getJob(user, jobId);
    expect(await complete(key, jobId)).toMatchObject({ status: 200, body: first.body });
    const elsewhere = await httpClient(stack.apis[1]?.url ?? '').as('user');
    expect(await elsewhere.post('/ingest/files/complete', { job_id: jobId }, withKey(key))).toMatchObject({
      status: 200,
      body: first.body,
    });
    expect(await getJob(user, jobId)).toEqual(job);
    expectProblem(await complete(randomUUID(), jobId), 409, 'JOB_STATE_CONFLICT');
  });

  it('repeated after a refusal is refused in the same words', async () => {
    const key = randomUUID();
    const { job_id: jobId } = await init(user, CONTENT.length);
    const first = expectProblem(await complete(key, jobId), 409, 'UPLOAD_MISSING');
    const second = expectProblem(await complete(key, jobId), 409, 'UPLOAD_MISSING');
    expect(second.detail).toBe(first.detail);
    expectProblem(await complete(randomUUID(), jobId), 409, 'JOB_STATE_CONFLICT');
  });

  it('of a job that does not exist is not remembered', async () => {
    const key = randomUUID();
    expectProblem(await complete(key, randomUUID()), 404, 'JOB_NOT_FOUND');
    const { job_id: jobId } = await upload(user, CONTENT);
    expect((await complete(key, jobId)).status).toBe(200);
  });
});

it('retry repeated queues once; of another job it is another request', async () => {
  const key = randomUUID();
  const jobIds: string[] = [];
  for (let count = 0; count < 2; count += 1) {
    const { job_id: jobId } = await upload(user, CONTENT);
    await user.post('/ingest/files/complete', { job_id: jobId });
    await user.post(`/jobs/${jobId}/cancel`);
    jobIds.push(jobId);
  }
  const retry = (jobId = '') => user.post<Job>(`/jobs/${jobId}/retry`, undefined, withKey(key));
  const first = await retry(jobIds[0]);
  expect(first).toMatchObject({ status: 200, body: { status: 'QUEUED' } });
  await user.post(`/jobs/${jobIds[0] ?? ''}/cancel`);
  expect(await retry(jobIds[0])).toMatchObject({ status: 200, body: first.body });
  expect((await getJob(user, jobIds[0] ?? '')).status).toBe('FAILED');
  expectProblem(await retry(jobIds[1]), 422, 'IDEMPOTENCY_KEY_REUSED');
});

describe('an answer that was kept', () => {
  it('is given again when the job was removed meanwhile', async () => {
    const [completing, retrying] = [randomUUID(), randomUUID()];
    const { job_id: jobId } = await upload(user, CONTENT);
    const retry = () => user.post<Job>(`/jobs/${jobId}/retry`, undefined, withKey(retrying));
    const completed = await complete(completing, jobId);
    await user.post(`/jobs/${jobId}/cancel`);
    const retried = await retry();
    expect((await user.delete(`/jobs/${jobId}`)).status).toBe(204);
    expect(await complete(completing, jobId)).toMatchObject({ status: 200, body: completed.body });
    expect(await retry()).toMatchObject({ status: 200, body: retried.body });
    expectProblem(await complete(randomUUID(), jobId), 404, 'JOB_NOT_FOUND');
  });

  it('is not shown to an admin who is none any more', async () => {
    const { user: account, client } = await signUp(stack, 'once-an-admin', { roles: ['admin'] });
    const { job_id } = await upload(user, CONTENT);
    const calls = [
      () => client.post('/ingest/files/complete', { job_id }, withKey('complete-it')),
      () => client.post(`/jobs/${job_id}/retry`, undefined, withKey('retry-it')),
    ] as const;
    expect((await calls[0]()).status).toBe(200);
    expect((await client.post(`/jobs/${job_id}/cancel`)).status).toBe(200);
    expect((await calls[1]()).status).toBe(200);
    for (const call of calls) expect((await call()).status).toBe(200);
    expect((await admin.patch(`/users/${account.user_id}`, { roles: ['user'] })).status).toBe(200);
    for (const call of calls) expectProblem(await call(), 404, 'JOB_NOT_FOUND');
    expect((await user.delete(`/jobs/${job_id}`)).status).toBe(204);
    expect((await calls[0]()).body).toEqual({
      message: expect.any(String) as unknown,
      job_id,
      status: 'QUEUED',
    });
    expectProblem(await calls[1](), 404, 'JOB_NOT_FOUND');
  });
});
