import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type HttpClient, login } from '../support/http-client.js';
import { startStack, type Stack } from '../support/stack.js';
import { waitFor } from '../support/wait-for.js';
import { getJob, init } from './steps/jobs.js';
import { initInParts } from './steps/parts.js';
import { expectProblem } from './steps/problems.js';

const BUCKET = 'log-bucket';
const SIZE = 10;
const OBJECT = { 'Content-Length': SIZE, ETag: '"one"' };
const STARTED = '<InitiateMultipartUploadResult><UploadId>one</UploadId></InitiateMultipartUploadResult>';

/** What the storage is asked now and has not answered; the client takes a request back by closing its connection. */
const waiting = new Set<string>();
let answers: (request: IncomingMessage) => number | undefined;
let storage: Server;
let stack: Stack;
let client: HttpClient;

beforeAll(async () => {
  answers = () => 200;
  storage = createServer((request, response) => {
    const what = `${request.method ?? ''} ${request.url ?? ''}`;
    const status = answers(request);
    request.resume();
    if (status === undefined) waiting.add(what);
    else if (request.method === 'HEAD') response.writeHead(status, OBJECT).end();
    else response.writeHead(status).end(isStart(request) ? STARTED : '');
    response.once('close', () => waiting.delete(what));
  });
  await new Promise<void>((resolve) => storage.listen(0, '127.0.0.1', resolve));
  const { port } = storage.address() as AddressInfo;
  stack = await startStack({
    workers: 0,
    env: { REQUEST_TIMEOUT_SECONDS: '1', STORAGE_TYPE: 'S3', S3_ENDPOINT: `http://127.0.0.1:${port}` },
  });
  // On a busy machine a login may itself take longer than the requests here may.
  const patient = await stack.add('api', { REQUEST_TIMEOUT_SECONDS: '60' });
  client = stack.http.withToken((await login(patient.url, 'user')).access_token);
}, 60_000);
afterAll(async () => {
  await stack.stop();
  storage.closeAllConnections();
  storage.close();
});
beforeEach(() => {
  waiting.clear();
});

const isOfObject = ({ url }: IncomingMessage): boolean => url?.startsWith(`/${BUCKET}/raw-logs/`) === true;
const isStart = ({ method, url }: IncomingMessage): boolean =>
  method === 'POST' && url?.includes('?uploads') === true;
const nothingWaits = () =>
  waitFor(() => waiting.size === 0, { what: 'the requests to be taken back', timeoutMs: 1_000 });

describe('a storage that does not answer', () => {
  it.each([
    ['to the look at the object', (request: IncomingMessage) => (isOfObject(request) ? undefined : 200)],
    [
      'to the question whether there is a bucket, when the object is missing',
      (request: IncomingMessage) => (isOfObject(request) ? 404 : undefined),
    ],
  ])('%s: 504, the request is taken back, and the job stays CREATED', async (_what, how) => {
    const { job_id } = await init(client, SIZE);
    answers = how;
    const answer = client.post('/ingest/files/complete', { job_id });
    await waitFor(() => waiting.size > 0, { what: 'the storage to be asked' });
    expectProblem(await answer, 504, 'REQUEST_TIMEOUT');
    await nothingWaits();
    expect((await getJob(client, job_id)).status).toBe('CREATED');
    answers = () => 200;
  });

  it('to the begin of an upload in parts: 504, and the request is taken back', async () => {
    answers = (request) => (isStart(request) ? undefined : 200);
    const body = { filename: 'a.log', size: SIZE, multipart: true };
    const answer = client.post('/ingest/files/init', body);
    await waitFor(() => waiting.size > 0, { what: 'the storage to be asked' });
    expectProblem(await answer, 504, 'REQUEST_TIMEOUT');
    await nothingWaits();
    answers = () => 200;
  });

  it('to the end of an upload in parts: the job is queued within the time of the request, parts are left for later', async () => {
    const { job_id } = await initInParts(client, SIZE);
    answers = ({ method }) => (method === 'DELETE' ? undefined : 200);
    const answer = client.post('/ingest/files/complete', { job_id });
    await waitFor(() => waiting.size > 0, { what: 'the storage to be asked' });
    expect((await answer).status).toBe(200);
    await nothingWaits();
    expect((await getJob(client, job_id)).status).toBe('QUEUED');
    answers = () => 200;
  });

  it('to the removal of an object: the job is gone within the time of the request, the object is left for later', async () => {
    const { job_id } = await init(client, SIZE);
    answers = ({ method }) => (method === 'DELETE' ? undefined : 200);
    const answer = client.delete(`/jobs/${job_id}`);
    await waitFor(() => waiting.size > 0, { what: 'the storage to be asked' });
    expect((await answer).status).toBe(204);
    await nothingWaits();
    expectProblem(await client.get(`/jobs/${job_id}`), 404, 'JOB_NOT_FOUND');
    const left = await stack.query('SELECT 1 FROM object_removals WHERE object_key LIKE $1', [`%${job_id}%`]);
    expect(left).toHaveLength(1);
    answers = () => 200;
  });
});
