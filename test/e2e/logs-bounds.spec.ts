import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { type HttpClient, login } from '../support/http-client.js';
import { startStack, type Stack } from '../support/stack.js';
import { waitFor } from '../support/wait-for.js';
import { ingest, init } from './steps/jobs.js';
import { expectProblem, pointersOf } from './steps/problems.js';
import { getPage } from './steps/records.js';

const RECORDS = 200_000;
const MIB = 1_048_576;

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
  let token: string;
  let jobId: string;
  let path: string;

  beforeAll(async () => {
    stack = await startStack({ env: { REQUEST_TIMEOUT_SECONDS: '5', QUERY_PROCESSES: '1' } });
    const content = Array.from({ length: RECORDS }, (_unused, index) =>
      JSON.stringify({ time: '2026-01-01T00:00:00Z', message: `record ${index} ${'x'.repeat(120)}` }),
    ).join('\n');
    // Not before: an idle connection is closed while that content is made.
    token = (await login(stack.apiUrl, 'user')).access_token;
    client = stack.http.withToken(token);
    jobId = (await ingest(client, content)).job_id;
    path = `/jobs/${jobId}/logs`;
  }, 120_000);
  afterAll(() => stack.stop());

  const apiPid = (): number => stack.apis[0]?.pid ?? 0;

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
    ['to=2026-02-30T00:00:00Z', '?to'],
    ['severity_min=25', '?severity_min'],
    ['severity_min=loud', '?severity_min'],
    ['q=', '?q'],
    [`q=${'x'.repeat(501)}`, '?q'],
    ['q=a&q=b', '?q'],
    ['field.=x', '?field'],
    ['field=x', '?field'],
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
    await getPage(client, path, { limit: 1 });
    const [stuck = 0] = queryProcesses(apiPid());
    process.kill(stuck, 'SIGSTOP');
    expectProblem(await client.get(`${path}?limit=1`), 504, 'REQUEST_TIMEOUT');
    await waitFor(() => !queryProcesses(apiPid()).includes(stuck), { what: 'the process to be ended' });
    expect((await getPage(client, path, { limit: 1 })).items).toHaveLength(1);
  });

  onLinux('hold for a stream too, while nothing of it is sent', async () => {
    await getPage(client, path, { limit: 1 });
    process.kill(queryProcesses(apiPid())[0] ?? 0, 'SIGSTOP');
    const answer = await client.get(path, { headers: { Accept: 'application/x-ndjson' } });
    expectProblem(answer, 504, 'REQUEST_TIMEOUT');
    const nothing = await client.get(`${path}?q=nowhere`, { headers: { Accept: 'application/x-ndjson' } });
    expect([nothing.status, nothing.body]).toEqual([200, '']);
  });

  onLinux('of patience: a query whose client has gone is stopped', async () => {
    await getPage(client, path, { limit: 1 });
    const [stuck = 0] = queryProcesses(apiPid());
    process.kill(stuck, 'SIGSTOP');
    const leaving = new AbortController();
    const asked = client.get(`${path}?q=nowhere`, { signal: leaving.signal });
    await pause(200); // Long enough to have been sent; the engine cannot answer.
    leaving.abort();
    await expect(asked).rejects.toThrow();
    await waitFor(() => !queryProcesses(apiPid()).includes(stuck), {
      what: 'the process to be ended',
      timeoutMs: 4_000,
    });
    expect((await getPage(client, path, { limit: 1 })).items).toHaveLength(1);
  });

  onLinux('of harm: a query process that dies takes nobody along', async () => {
    await getPage(client, path, { limit: 1 });
    const [victim = 0] = queryProcesses(apiPid());
    process.kill(victim, 'SIGKILL');
    await waitFor(() => !queryProcesses(apiPid()).includes(victim), { what: 'the process to die' });
    expect((await getPage(client, path, { limit: 1 })).items).toHaveLength(1);
    expect((await stack.http.get('/health/live')).status).toBe(200);
  });

  onLinux(
    'of memory: all records pass through as a stream, without piling up, and others are answered meanwhile',
    async () => {
      const response = await fetch(stack.apiUrl + path, {
        headers: { Authorization: `Bearer ${token}`, Accept: 'application/x-ndjson' },
      });
      const before = residentBytes(apiPid());
      let highest = before;
      let lines = 0;
      let bytes = 0;
      for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
        bytes += chunk.length;
        lines += Buffer.from(chunk).filter((byte) => byte === 0x0a).length;
        highest = Math.max(highest, residentBytes(apiPid()));
      }
      expect(lines).toBe(RECORDS);
      expect(bytes).toBeGreaterThan(90 * MIB);
      expect(highest - before).toBeLessThan(70 * MIB);
    },
  );

  it('of slots: a client that does not read its stream holds nobody up, though it waits longer than any request', async () => {
    const leaving = new AbortController();
    const response = await fetch(stack.apiUrl + path, {
      headers: { Authorization: `Bearer ${token}`, Accept: 'application/x-ndjson' },
      signal: leaving.signal,
    });
    const reader = (response.body as unknown as ReadableStream<Uint8Array>).getReader();
    expect((await reader.read()).done).toBe(false);
    const deadline = performance.now() + 6_000;
    while (performance.now() < deadline)
      expect((await getPage(client, path, { limit: 1 })).items).toHaveLength(1);
    let read = 0;
    while (read < 20 * MIB) read += (await reader.read()).value?.length ?? 0;
    leaving.abort();
  });
});
