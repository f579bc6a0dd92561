import type { Answer, HttpClient } from '../support/http-client.js';
import { parsersOf } from '../support/parsers.js';
import { withRedis } from '../support/redis.js';
import { startStack, type Stack } from '../support/stack.js';
import { waitFor } from '../support/wait-for.js';
import { expectProblem } from './steps/problems.js';

interface Preview {
  readonly detected: { readonly format: string; readonly confidence: number; readonly why: string };
  readonly alternatives: readonly { readonly format: string; readonly confidence: number }[];
  readonly counts: Readonly<Record<string, number>>;
  readonly timestamps: Readonly<Record<string, number>>;
  readonly severities: Readonly<Record<string, number>>;
  readonly replaced_bytes: number;
  readonly records: readonly Readonly<Record<string, unknown>>[];
  readonly rejects: readonly Readonly<Record<string, unknown>>[];
  readonly reject_groups: readonly Readonly<Record<string, unknown>>[];
  readonly failure: { readonly code: string; readonly message: string } | null;
}

const LIMIT = 6;
const TEXT =
  '2026-01-02 03:04:05 ERROR Something broke\n\tat Main.main(Main.java:1)\n2026-01-02 03:04:06 INFO ok\n';

let stack: Stack;
let client: HttpClient;

beforeAll(async () => {
  stack = await startStack({
    workers: 0,
    env: {
      PREVIEW_CONCURRENCY: '1',
      PREVIEW_RATE_LIMIT_PER_MINUTE: String(LIMIT),
      RATE_LIMIT_ENABLED: 'true',
      RATE_LIMIT_PER_MINUTE: '1000',
    },
  });
  client = await stack.http.as('user');
}, 60_000);
afterAll(() => stack.stop());
/** A full budget for every test. */
beforeEach(() => withRedis(stack.redisUrl, (redis) => redis.flushdb()));

function ask(text: string, options: object = {}, signal?: AbortSignal): Promise<Answer<Preview>> {
  return client.post<Preview>(
    '/ingest/preview',
    { text, ...options },
    signal === undefined ? {} : { signal },
  );
}

async function preview(text: string, options: object = {}): Promise<Preview> {
  const answer = await ask(text, options);
  expect({ status: answer.status, body: answer.body }).toMatchObject({ status: 200 });
  const { lines, record_lines, rejected_lines, blank_lines, structural_lines } = answer.body.counts;
  expect([record_lines, rejected_lines, blank_lines, structural_lines].reduce((a = 0, b = 0) => a + b)).toBe(
    lines,
  );
  return answer.body;
}

const apiPid = (): number => stack.apis[0]?.pid ?? -1;

/** The parser of the one preview that is being made, as soon as it is there. */
function untilParser(): Promise<number> {
  return waitFor(() => parsersOf(apiPid())[0], { what: 'a parser' });
}

function untilNoParser(): Promise<boolean> {
  return waitFor(() => parsersOf(apiPid()).length === 0, { what: 'the parser to end', timeoutMs: 2_000 });
}

/** There is room for one again. */
function untilPreview(): Promise<boolean> {
  return waitFor(async () => (await ask(TEXT)).status === 200, { what: 'a preview', timeoutMs: 30_000 });
}

describe('a preview', () => {
  it('shows text as the result would have it', async () => {
    const found = await preview(TEXT, { timezone: 'Europe/Berlin', labels: { env: 'prod' } });
    expect(found).toMatchObject({
      detected: { confidence: 1, why: expect.stringMatching(/reads 100 % of the lines/) as unknown },
      counts: { lines: 3, record_lines: 3, records: 2 },
      timestamps: { parsed: 2, missing: 0, assumed_timezone: 2, assumed_year: 0 },
      severities: { ERROR: 1, INFO: 1 },
      rejects: [],
      failure: null,
    });
    expect(found.records).toHaveLength(2);
    expect(found.records[0]).toEqual({
      line_no: 1,
      line_count: 2,
      timestamp: '2026-01-02T02:04:05.000000Z',
      observed_timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/) as unknown,
      severity_number: 17,
      severity_text: 'ERROR',
      body: 'Something broke\n\tat Main.main(Main.java:1)',
      service: null,
      host: null,
      trace_id: null,
      span_id: null,
      attributes: {},
      raw: '2026-01-02 03:04:05 ERROR Something broke\n\tat Main.main(Main.java:1)',
      labels: { env: 'prod' },
    });
  });

  it('tells what could not be read, and whether the job would fail of it', async () => {
    const text = '{"a":1,"level":"warn"}\nno json\n{"b":{"c":[1,"x"]}}\n{"cut"\n{"d":1}\n';
    const found = await preview(text);
    expect(found).toMatchObject({
      detected: {
        format: 'ndjson',
        confidence: 0.6,
        why: '60 % of the lines looked at are JSON objects, one a line.',
      },
      counts: { lines: 5, records: 3, rejected_lines: 2 },
      reject_groups: [{ code: 'INVALID_JSON', count: 2, first_line: 2, sample: 'no json' }],
      failure: null,
    });
    expect(found.rejects).toMatchObject([
      { line_no: 2, code: 'INVALID_JSON', column: 2, raw: 'no json' },
      { line_no: 4, code: 'INVALID_JSON', raw: '{"cut"' },
    ]);
    expect(found.records.map((record) => record['attributes'])).toEqual([
      { a: 1 },
      { b: { c: [1, 'x'] } },
      { d: 1 },
    ]);
    const aborted = await preview(text, { on_error: 'abort' });
    expect(aborted).toMatchObject({
      failure: { code: 'REJECTED_LINE' },
      counts: { records: 1, rejected_lines: 1 },
    });
    expect(await preview(text, { max_rejects: 1 })).toMatchObject({ failure: { code: 'TOO_MANY_REJECTS' } });
  });

  it('names what else the text could be, and takes the format that is asked for', async () => {
    const csv = 'time,level,message\n2026-01-02T03:04:05Z,INFO,a\n2026-01-02T03:04:06Z,WARN,b\n';
    const found = await preview(csv);
    expect(found.detected).toEqual({
      format: 'csv',
      confidence: 1,
      why: '100 % of the rows have 3 columns with commas between them; the first row is a header.',
    });
    const asked = await preview(csv, { log_format: 'text' });
    expect(asked.detected.format).not.toBe('csv');
    expect(asked.detected.why).toMatch(/It is read as text because that was asked for\.$/);
    expect(asked.alternatives).toContainEqual({ format: 'csv', confidence: 1 });
  });

  it('shows the first 50 of everything, and counts all', async () => {
    const lines = Array.from({ length: 500 }, (_, i) => (i % 2 === 0 ? `{"n":${i}}` : `bad ${i}`)).join('\n');
    const found = await preview(lines, { log_format: 'ndjson' });
    expect(found.counts).toMatchObject({ lines: 500, records: 250, rejected_lines: 250 });
    expect(found.records.map((record) => record['line_no'])).toEqual(
      Array.from({ length: 50 }, (_, i) => 2 * i + 1),
    );
    expect(found.rejects).toHaveLength(50);
  });

  it.each([
    ['one long line', 'x'.repeat(65_536)],
    ['deep nesting', `{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`],
    ['empty lines alone', '\n'.repeat(45_000)],
    ['thousands of columns', 'a,'.repeat(30_000)],
  ])('survives %s', async (_what, text) => {
    expect((await preview(text)).failure).toBeNull();
    await untilNoParser();
  });
});

describe('a preview that is not made', () => {
  it('takes text of 64 KiB in a body of 100 KB', async () => {
    expect(expectProblem(await ask('é'.repeat(32_769)), 422, 'PREVIEW_TOO_LONG').errors).toMatchObject([
      { pointer: '/text' },
    ]);
    expectProblem(await ask('x'.repeat(110_000)), 413, 'BODY_TOO_LARGE');
    expectProblem(await ask(''), 422, 'VALIDATION_FAILED');
    expectProblem(await ask('x', { log_format: 'xml' }), 422, 'VALIDATION_FAILED');
    expectProblem(await ask('x', { filename: 'a' }), 422, 'VALIDATION_FAILED');
    expect(parsersOf(apiPid())).toEqual([]);
  });

  it('is limited for each user', async () => {
    for (let i = 0; i < LIMIT; i += 1) expect((await ask('x')).status).toBe(200);
    const limited = await ask('x');
    expectProblem(limited, 429, 'PREVIEW_LIMITED');
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await (await stack.http.as('admin')).post('/ingest/preview', { text: 'x' })).status).toBe(200);
  });

  it('ends after five seconds with its parser, and meanwhile others are told to wait', async () => {
    const slow = ask(TEXT);
    process.kill(await untilParser(), 'SIGSTOP');
    const refused = await ask(TEXT);
    expectProblem(refused, 429, 'PREVIEW_BUSY');
    expect(refused.headers.get('retry-after')).toBe('1');
    expectProblem(await slow, 504, 'PREVIEW_TIMEOUT');
    await untilNoParser();
    await untilPreview();
  });

  it('ends with its parser when the client goes away', async () => {
    const leaving = new AbortController();
    const left = ask(TEXT, {}, leaving.signal).catch((error: unknown) => error);
    process.kill(await untilParser(), 'SIGSTOP');
    leaving.abort();
    expect(await left).toMatchObject({ name: 'AbortError' });
    await untilNoParser();
    await untilPreview();
  });
});
