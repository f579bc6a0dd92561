import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { setTimeout as pause } from 'node:timers/promises';
import { type HttpClient, httpClient, login } from '../support/http-client.js';
import { isAlive } from '../support/is-alive.js';
import { startStack, type Stack } from '../support/stack.js';
import { waitFor } from '../support/wait-for.js';
import { ingest, init } from './steps/jobs.js';
import { expectProblem, pointersOf } from './steps/problems.js';
import { getPage } from './steps/records.js';

const RECORDS = 200_000;
const MIB = 1_048_576;

const HASTY_SECONDS = 8;
const NDJSON = { headers: { Accept: 'application/x-ndjson' } };

interface Api {
  readonly client: HttpClient;
  readonly pid: number;
}

/** Processes that the API has started for queries. */
function queryProcesses(apiPid: number): number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.filter((pid) => isQueryProcess(pid, apiPid)).map(Number);
}

function isQueryProcess(pid: string, apiPid: number): boolean {
  try {
    const parent = /\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1];
    return Number(parent) === apiPid && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('query.child');
  } catch {
    // It has ended since the folder was listed.
    return false;
  }
}

function residentBytes(pid: number): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1_024;
}

const onLinux = process.platform === 'linux' ? it : it.skip;

describe('the bounds of answers', () => {
  let stack: Stack;
  let client: HttpClient;
  /** Of the same stack: the default deadline, and a short one. */
  let patient: Api;
  let hasty: Api;
  let token: string;
  let jobId: string;
  let path: string;

  beforeAll(async () => {
    stack = await startStack({ env: { QUERY_PROCESSES: '1' } });
    const content = Array.from({ length: RECORDS }, (_unused, index) =>
      JSON.stringify({ time: '2026-01-01T00:00:00Z', message: `record ${index} ${'x'.repeat(120)}` }),
    ).join('\n');
    const compressed = gzipSync(content);
    // Not before: an idle connection is closed while that content is made.
    token = (await login(stack.apiUrl, 'user')).access_token;
    client = stack.http.withToken(token);
    jobId = (await ingest(client, compressed)).job_id;
    path = `/jobs/${jobId}/logs`;
    const [first] = stack.apis;
    const second = await stack.add('api', { REQUEST_TIMEOUT_SECONDS: String(HASTY_SECONDS) });
    patient = { client, pid: first?.pid ?? 0 };
    hasty = { client: httpClient(second.url, token), pid: second.pid };
  }, 180_000);
  afterAll(() => stack.stop());

  const streamHeaders = () => ({ Authorization: `Bearer ${token}`, ...NDJSON.headers });

  /** On a busy machine the first query may take longer than a hasty process waits. */
  const untilAnswered = (api: Api): Promise<true> =>
    waitFor(async () => (await api.client.get(`${path}?limit=1`)).status === 200, {
      what: 'a query to be answered',
      timeoutMs: 60_000,
    });

  /** @returns the process that the next query goes to, and stays in */
  async function stopQueryProcess(api: Api): Promise<number> {
    await untilAnswered(api);
    const [pid = 0] = queryProcesses(api.pid);
    process.kill(pid, 'SIGSTOP');
    return pid;
  }

  it('are those of the job: 409 before it is completed, 404 for another’s and for none', async () => {
    const { job_id } = await init(client, 1);
    for (const what of ['logs', 'histogram', 'fields', 'rejects']) {
      const problem = expectProblem(await client.get(`/jobs/${job_id}/${what}`), 409, 'JOB_NOT_COMPLETED');
      expect(problem.detail).toContain('CREATED');
    }
    const other = await stack.http.as('admin');
    const theirs = (await init(other, 1)).job_id;
    for (const what of ['logs', 'histogram', 'fields', 'rejects', 'files']) {
      expectProblem(await client.get(`/jobs/${theirs}/${what}`), 404, 'JOB_NOT_FOUND');
      expectProblem(
        await client.get(`/jobs/0190a6c0-7c4e-7b1a-9d2e-3f1c2b4a5d6e/${what}`),
        404,
        'JOB_NOT_FOUND',
      );
    }
  });

  it.each([
    ['limit=0', '?limit'],
    ['limit=1001', '?limit'],
    ['order=up', '?order'],
    ['from=yesterday', '?from'],
    ['from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z', '?to'],
    ['to=2026-02-30T00:00:00Z', '?to'],
    ['severity_min=25', '?severity_min'],
    ['severity_min=loud', '?severity_min'],
    ['q=', '?q'],
    [`q=${'x'.repeat(501)}`, '?q'],
    ['q=a&q=b', '?q'],
    ['field.=x', '?field'],
    ['field=x', '?field'],
    ['field.<name>=x', '?field'],
    ['field[<name>]=x', '?field'],
    ['unknown=x', '?unknown'],
    [Array.from({ length: 11 }, (_unused, index) => `field.f${index}=x`).join('&'), '?field'],
  ])('refuse %s', async (query, pointer) => {
    const problem = expectProblem(await client.get(`${path}?${query}`), 422, 'VALIDATION_FAILED');
    expect(pointersOf(problem)).toEqual([pointer]);
  });

  it('refuse a cursor of another job, another order, or nobody’s', async () => {
    const { next_cursor } = await getPage(client, path, { limit: 1 });
    const other = (await ingest(client, 'one line\nanother\n')).job_id;
    for (const query of [`order=desc&cursor=${next_cursor ?? ''}`, 'cursor=abc', 'cursor=']) {
      expectProblem(await client.get(`${path}?${query}`), 422, 'INVALID_CURSOR');
    }
    expectProblem(await client.get(`/jobs/${other}/logs?cursor=${next_cursor ?? ''}`), 422, 'INVALID_CURSOR');
    expectProblem(await client.get(`/logs?cursor=${next_cursor ?? ''}`), 422, 'INVALID_CURSOR');
    expectProblem(
      await client.get(`/jobs/${jobId}/rejects?cursor=${next_cursor ?? ''}`),
      422,
      'INVALID_CURSOR',
    );
  });

  onLinux('of time: a query that does not end is answered 504, and its process ended', async () => {
    const stuck = await stopQueryProcess(hasty);
    expectProblem(await hasty.client.get(`${path}?limit=1`), 504, 'REQUEST_TIMEOUT');
    await waitFor(() => !isAlive(stuck), { what: 'the process to be ended' });
    await untilAnswered(hasty);
  });

  onLinux('hold for a stream too, while nothing of it is sent', async () => {
    await stopQueryProcess(hasty);
    expectProblem(await hasty.client.get(path, NDJSON), 504, 'REQUEST_TIMEOUT');
    const nothing = await patient.client.get(`${path}?q=nowhere`, NDJSON);
    expect([nothing.status, nothing.body]).toEqual([200, '']);
  });

  onLinux('of patience: a query whose client has gone is stopped long before its time is over', async () => {
    const stuck = await stopQueryProcess(patient);
    const leaving = new AbortController();
    const asked = patient.client.get(`${path}?q=nowhere`, { signal: leaving.signal });
    await pause(200); // Long enough to have been sent; the engine cannot answer.
    leaving.abort();
    await expect(asked).rejects.toThrow();
    await waitFor(() => !isAlive(stuck), { what: 'the process to be ended', timeoutMs: 15_000 });
    await untilAnswered(patient);
  });

  onLinux('of harm: a query process that dies takes nobody along', async () => {
    const victim = await stopQueryProcess(patient);
    const asked = patient.client.get(`${path}?limit=1`);
    process.kill(victim, 'SIGKILL');
    expect((await asked).status).toBe(200);
    expect((await stack.http.get('/health/live')).status).toBe(200);
  });

  onLinux(
    'of memory: all records pass through as a stream, without piling up, and others are answered meanwhile',
    async () => {
      const response = await fetch(stack.apiUrl + path, {
        headers: streamHeaders(),
      });
      const before = residentBytes(patient.pid);
      let highest = before;
      let lines = 0;
      let bytes = 0;
      for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
        bytes += chunk.length;
        lines += Buffer.from(chunk).filter((byte) => byte === 0x0a).length;
        highest = Math.max(highest, residentBytes(patient.pid));
      }
      expect(lines).toBe(RECORDS);
      expect(bytes).toBeGreaterThan(90 * MIB);
      expect(highest - before).toBeLessThan(70 * MIB);
    },
  );

  it('of slots: a client that does not read its stream holds nobody up, and waits longer than any request', async () => {
    await untilAnswered(hasty);
    const leaving = new AbortController();
    const response = await fetch(hasty.client.baseUrl + path, {
      headers: streamHeaders(),
      signal: leaving.signal,
    });
    const reader = (response.body as unknown as ReadableStream<Uint8Array>).getReader();
    expect((await reader.read()).done).toBe(false);
    const deadline = performance.now() + HASTY_SECONDS * 1_000 + 500;
    // There is one process for all queries.
    await untilAnswered(hasty);
    await pause(Math.max(0, deadline - performance.now()));
    let read = 0;
    while (read < 12 * MIB) read += (await reader.read()).value?.length ?? 0;
    leaving.abort();
  });
});
