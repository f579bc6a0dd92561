import { type HttpClient, login, putFile } from '../support/http-client.js';
import { startStack, type Stack } from '../support/stack.js';
import { waitFor } from '../support/wait-for.js';
import { bigFile } from './steps/big-file.js';
import { type EventReader, type JobEvent, watchJob } from './steps/events.js';
import { getJob, ingest, init, type Ticket, upload } from './steps/jobs.js';
import { expectProblem, type Problem } from './steps/problems.js';

const WHOLE_LIFE = ['CREATED', 'QUEUED', 'PROCESSING', 'COMPLETED'];

let stack: Stack;
let user: HttpClient;
let token: string;

beforeAll(async () => {
  stack = await startStack({ api: 2, env: { HEARTBEAT_SECONDS: '1' } });
  token = (await login(stack.apiUrl, 'user')).access_token;
  user = stack.http.withToken(token);
}, 60_000);
afterAll(() => stack.stop());

const watch = (jobId: string, lastEventId?: number): Promise<EventReader> =>
  watchJob(user, jobId, { token, ...(lastEventId === undefined ? {} : { lastEventId }) });

const complete = async ({ job_id }: Ticket): Promise<void> => {
  expect((await user.post('/ingest/files/complete', { job_id })).status).toBe(200);
};

const statusesOf = (events: readonly JobEvent[]): string[] =>
  events.filter(({ event }) => event === 'status').map(({ job }) => job.status);

describe('the events of a job', () => {
  it('name every state once, in order, with growing ids, and end with the job as it is', async () => {
    const ticket = await upload(user, 'one line\n');
    const reader = await watch(ticket.job_id);
    expect(reader.status).toBe(200);
    expect(reader.headers.get('content-type')).toMatch(/^text\/event-stream/);
    await complete(ticket);
    const events = await reader.untilEnded();
    expect(statusesOf(events)).toEqual(WHOLE_LIFE);
    const ids = events.flatMap(({ id }) => id ?? []);
    expect(ids).toHaveLength(WHOLE_LIFE.length);
    expect([...ids].sort((a, b) => a - b)).toEqual(ids);
    expect(events.at(-1)?.job).toEqual(await getJob(user, ticket.job_id));
  });

  it('come from any process, whichever changed the job', async () => {
    const ticket = await upload(user, 'one line\n');
    const other = await watchJob({ ...user, baseUrl: stack.apis[1]?.url ?? '' }, ticket.job_id, { token });
    await complete(ticket);
    expect(statusesOf(await other.untilEnded())).toEqual(WHOLE_LIFE);
  });

  it('go on behind the last one that the client knows', async () => {
    const ticket = await upload(user, 'one line\n');
    const first = await watch(ticket.job_id);
    await first.untilStatus('CREATED');
    const known = first.events.at(-1)?.id;
    first.cut();
    await complete(ticket);
    const second = await watch(ticket.job_id, known);
    expect(statusesOf(await second.untilEnded())).toEqual(WHOLE_LIFE.slice(1));
    const third = await watch(ticket.job_id, second.events[0]?.id);
    expect(statusesOf(await third.untilEnded())).toEqual(WHOLE_LIFE.slice(2));
  });

  it('begin with the last state of a finished job, and are none for who knows it', async () => {
    const { job_id } = await ingest(user, 'one line\n');
    const reader = await watch(job_id);
    const events = await reader.untilEnded();
    expect(statusesOf(events)).toEqual(['COMPLETED']);
    expect((await watch(job_id, events[0]?.id)).status).toBe(204);
  });

  it('tell the progress between the states', async () => {
    const { content } = await bigFile(40);
    const ticket = await init(user, content.length);
    expect((await putFile(ticket.presigned_url, content)).status).toBe(200);
    const reader = await watch(ticket.job_id);
    await complete(ticket);
    const events = await reader.untilEnded(60_000);
    const progress = events.filter(({ event }) => event === 'progress').map(({ job }) => job.progress);
    expect(progress.length).toBeGreaterThan(0);
    expect([...progress].sort((a, b) => a - b)).toEqual(progress);
    expect(progress.every((percent) => percent > 0 && percent < 100)).toBe(true);
  }, 90_000);

  it('tell a failure with its reason', async () => {
    const { job_id } = await init(user, 10);
    const reader = await watch(job_id);
    expect((await user.post('/ingest/files/complete', { job_id })).status).toBe(409);
    const events = await reader.untilEnded();
    expect(statusesOf(events)).toEqual(['CREATED', 'FAILED']);
    expect(events.at(-1)?.job).toMatchObject({ error_code: 'UPLOAD_MISSING' });
  });
});

describe('who watches', () => {
  it('may give the token in the URL, and it stays out of the logs', async () => {
    const { job_id } = await ingest(user, 'one line\n');
    const reader = await watchJob(stack.http, job_id, { query: `?access_token=${token}` });
    expect(statusesOf(await reader.untilEnded())).toEqual(['COMPLETED']);
    expect(stack.logs()).not.toContain(token.split('.')[2]);
    expectProblem(
      await stack.http.get<Problem>(`/jobs/${job_id}?access_token=${token}`),
      401,
      'UNAUTHENTICATED',
    );
    expectProblem(
      await stack.http.get<Problem>(`/jobs/${job_id}/events?access_token=x`),
      401,
      'UNAUTHENTICATED',
    );
  });

  it('sees no more when the session ends', async () => {
    const tokens = await login(stack.apiUrl, 'user');
    const { job_id } = await init(user, 10);
    const reader = await watchJob(user, job_id, { token: tokens.access_token });
    await reader.untilStatus('CREATED');
    expect(reader.ended).toBe(false);
    expect((await user.post('/auth/logout', { refresh_token: tokens.refresh_token })).status).toBe(204);
    await reader.untilEnded(10_000);
  });

  it('sees the end when the process is told to stop', async () => {
    const { job_id } = await init(user, 10);
    const api = await stack.add('api');
    const reader = await watchJob({ ...user, baseUrl: api.url }, job_id, { token });
    await reader.untilStatus('CREATED');
    await api.stop();
    expect(reader.ended).toBe(true);
  });

  it('is told to come back where too many watch', async () => {
    const api = await stack.add('api', { MAX_EVENT_STREAMS: '1' });
    const { job_id } = await init(user, 10);
    const client = { ...user, baseUrl: api.url };
    const reader = await watchJob(client, job_id, { token });
    await reader.untilStatus('CREATED');
    const refused = await watchJob(client, job_id, { token });
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
    reader.cut();
    await waitFor(
      async () => {
        const next = await watchJob(client, job_id, { token });
        next.cut();
        return next.status === 200;
      },
      { what: 'a place to become free' },
    );
  });
});

describe('who watches many jobs', () => {
  it('is refused beyond a bound of their own, and leaves room for others', async () => {
    const api = await stack.add('api', { MAX_EVENT_STREAMS_PER_USER: '3' });
    const client = { ...user, baseUrl: api.url };
    const { job_id } = await init(user, 10);
    const readers = await Promise.all(Array.from({ length: 8 }, () => watchJob(client, job_id, { token })));
    const open = readers.filter(({ status }) => status === 200);
    const refused = readers.filter(({ status }) => status === 429);
    expect([open.length, refused.length]).toEqual([3, 5]);
    expect(refused[0]?.headers.get('retry-after')).toMatch(/^\d+$/);
    const other = await watchJob(client, job_id, { token: (await login(api.url, 'admin')).access_token });
    expect(other.status).toBe(200);
    for (const reader of [...open, other]) reader.cut();
    await waitFor(
      async () => {
        const again = await watchJob(client, job_id, { token });
        again.cut();
        return again.status === 200;
      },
      { what: 'a place to become free' },
    );
  });
});

describe('a job that has not changed', () => {
  it('is 304 for who has its ETag', async () => {
    const { job_id } = await ingest(user, 'one line\n');
    const first = await user.get(`/jobs/${job_id}`);
    const etag = first.headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[\w-]+"$/);
    const again = await user.get(`/jobs/${job_id}`, { headers: { 'If-None-Match': etag } });
    expect({ status: again.status, body: again.body, etag: again.headers.get('etag') }).toEqual({
      status: 304,
      body: '',
      etag,
    });
    const weak = await user.get(`/jobs/${job_id}`, { headers: { 'If-None-Match': `"x", W/${etag}` } });
    expect(weak.status).toBe(304);
    expect((await user.get(`/jobs/${job_id}`, { headers: { 'If-None-Match': '"x"' } })).status).toBe(200);
  });

  it('has another ETag after a change', async () => {
    const ticket = await upload(user, 'one line\n');
    const before = (await user.get(`/jobs/${ticket.job_id}`)).headers.get('etag') ?? '';
    await complete(ticket);
    const after = await user.get(`/jobs/${ticket.job_id}`, { headers: { 'If-None-Match': before } });
    expect(after.status).toBe(200);
  });
});
