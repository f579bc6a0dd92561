import type { HttpClient } from '../support/http-client.js';
import { startStack, type Stack } from '../support/stack.js';
import { ingest } from './steps/jobs.js';
import { expectProblem } from './steps/problems.js';
import { getPage, walk, withQuery } from './steps/records.js';

interface Histogram {
  readonly interval_seconds: number;
  readonly buckets: readonly { start: string; total: number; by: Readonly<Record<string, number>> }[];
  readonly without_timestamp: number;
}
interface Fields {
  readonly items: readonly {
    name: string;
    type: string;
    filled: number;
    top: readonly { value: string; count: number }[];
  }[];
  readonly records: number;
  readonly sampled: boolean;
}

const START = Date.UTC(2026, 2, 1, 10);
const LEVELS = ['debug', 'info', 'info', 'warn', 'error'];
const SERVICES = ['checkout', 'payment', '__proto__'];

/** Objects as services write them: dotted and nested names, odd values, some without a time. */
const OBJECTS = Array.from({ length: 300 }, (_unused, index) => ({
  ...(index % 50 === 3 ? {} : { time: new Date(START + index * 20_000).toISOString() }),
  ...(index % 7 === 0 ? {} : { level: LEVELS[index % 5] }),
  service: SERVICES[index % 3],
  message: `line ${index}`,
  status: index % 4 === 0 ? 404 : 200,
  'http.method': index % 2 === 0 ? 'GET' : 'POST',
  user: { id: index % 10, name: `user "${index % 3}"`, tags: ['a', 'b'] },
  flag: index % 3 === 0,
  ...(index % 5 === 0 ? { 'a.b': { 'c.d': 'deep' } } : {}),
  nothing: null,
}));
/** As text, since JavaScript would write these in another way. */
const EXACT =
  '{"time":"2026-03-01T10:00:00.123456Z","big":12345678901234567890,"price":1.50,"tiny":1e-7,"whole":7.0,"message":"exact"}';
const CONTENT = [...OBJECTS.map((object) => JSON.stringify(object)), EXACT].join('\n');

describe('a job of structured records', () => {
  let stack: Stack;
  let client: HttpClient;
  let path: string;

  beforeAll(async () => {
    stack = await startStack();
    client = await stack.http.as('user');
    path = `/jobs/${(await ingest(client, CONTENT, { filename: 'a.ndjson' })).job_id}`;
  }, 90_000);
  afterAll(() => stack.stop());

  const FIELDS: readonly (readonly [string, string, (object: (typeof OBJECTS)[number]) => boolean])[] = [
    ['service', 'payment', (object) => object.service === 'payment'],
    ['service', '__proto__', (object) => object.service === '__proto__'],
    ['severity_text', 'warn', (object) => object.level === 'warn'],
    ['status', '404', (object) => object.status === 404],
    ['status', '404.0', (object) => object.status === 404],
    ['status', '4.04e2', (object) => object.status === 404],
    ['http.method', 'POST', (object) => object['http.method'] === 'POST'],
    ['user.id', '7', (object) => object.user.id === 7],
    ['user.name', 'user "2"', (object) => object.user.name === 'user "2"'],
    ['user.tags.0', 'a', () => true],
    ['flag', 'true', (object) => object.flag],
    ['a.b.c.d', 'deep', (object) => 'a.b' in object],
    ['nothing', 'null', () => false],
    ['nothing', '', () => false],
    ['user.id', '07', () => false],
  ];

  it.each(FIELDS)('is filtered by field %s = %j', async (name, value, keep) => {
    const lines = OBJECTS.flatMap((object, index) => (keep(object) ? [index + 1] : []));
    const found = await walk(client, `${path}/logs`, { [`field.${name}`]: value, limit: 1_000 });
    expect(found.map((record) => record.line_no)).toEqual(lines);
  });

  it('keeps numbers as they were written, and microseconds', async () => {
    const token = await stack.http.as('user');
    const answer = await token.get<string>(`${path}/logs?q=exact`, {
      headers: { Accept: 'application/x-ndjson, */*;q=0.1' },
    });
    expect(answer.status).toBe(200);
    for (const [name, text] of [
      ['big', '12345678901234567890'],
      ['price', '1.50'],
      ['price', '1.5'],
      ['tiny', '1e-7'],
      ['whole', '7'],
      ['whole', '70e-1'],
    ] as const) {
      expect((await getPage(client, `${path}/logs`, { [`field.${name}`]: text })).items).toHaveLength(1);
    }
    const from = '2026-03-01T10:00:00.123456Z';
    const page = await getPage(client, `${path}/logs`, { from, to: '2026-03-01T10:00:00.123457Z' });
    expect(page.items.map((record) => record.timestamp)).toEqual([from]);
  });

  it.each(['severity', 'service', 'status'])('is counted over time by %s', async (by) => {
    const { body } = await client.get<Histogram>(
      withQuery(`${path}/histogram`, {
        interval: 600,
        by,
        to: '2026-03-01T11:00:00Z',
        from: '2026-03-01T10:10:00Z',
      }),
    );
    const expected = OBJECTS.filter(
      ({ time }) =>
        time !== undefined && Date.parse(time) >= START + 600_000 && Date.parse(time) < START + 3_600_000,
    );
    const keyOf = (object: (typeof OBJECTS)[number]): string | undefined =>
      by === 'severity'
        ? object.level?.toUpperCase()
        : by === 'service'
          ? object.service
          : String(object.status);
    expect(body).toMatchObject({ interval_seconds: 600, without_timestamp: 0 });
    expect(body.buckets.map((bucket) => bucket.start)).toEqual(
      [10, 20, 30, 40, 50].map((minutes) => new Date(START + minutes * 60_000).toISOString()),
    );
    for (const bucket of body.buckets) {
      const start = Date.parse(bucket.start);
      const inside = expected.filter(
        ({ time = '' }) => Date.parse(time) >= start && Date.parse(time) < start + 600_000,
      );
      const counts = new Map<string, number>();
      for (const object of inside) {
        const key = keyOf(object);
        if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
      }
      expect(bucket.total).toBe(inside.length);
      expect(new Map(Object.entries(bucket.by))).toEqual(counts);
    }
  });

  it('is counted as a whole, with what has no time, and within bounds', async () => {
    const { body } = await client.get<Histogram>(`${path}/histogram`);
    expect(body.buckets.length).toBeLessThanOrEqual(200);
    const total = body.buckets.reduce((sum, bucket) => sum + bucket.total, 0);
    const missing = OBJECTS.filter(({ time }) => time === undefined).length;
    expect({ total, missing: body.without_timestamp }).toEqual({
      total: OBJECTS.length + 1 - missing,
      missing,
    });
    const problem = expectProblem(await client.get(`${path}/histogram?interval=1`), 422, 'TOO_MANY_BUCKETS');
    expect(problem.detail).toContain(String(body.interval_seconds));
    expectProblem(await client.get(`${path}/histogram?interval=0`), 422, 'VALIDATION_FAILED');
    expectProblem(await client.get(`${path}/histogram?by=host`), 422, 'VALIDATION_FAILED');
    const empty = await client.get<Histogram>(`${path}/histogram?from=2030-01-01T00:00:00Z`);
    expect(empty.body.buckets).toEqual([]);
  });

  it('has its fields described', async () => {
    const { body } = await client.get<Fields>(`${path}/fields`);
    expect(body).toMatchObject({ records: OBJECTS.length + 1, sampled: false });
    const fields = new Map(body.items.map((field) => [field.name, field]));
    const share = (count: number): number => Math.round((count / (OBJECTS.length + 1)) * 1e6) / 1e6;
    const notFound = OBJECTS.filter((object) => object.status === 404).length;
    expect(fields.get('status')).toEqual({
      name: 'status',
      type: 'number',
      filled: share(OBJECTS.length),
      top: [
        { value: '200', count: OBJECTS.length - notFound },
        { value: '404', count: notFound },
      ],
    });
    expect(fields.get('user.tags')).toMatchObject({ type: 'array', top: [] });
    expect(fields.get('flag')).toMatchObject({ type: 'boolean' });
    expect(fields.get('a.b.c.d')).toMatchObject({
      type: 'string',
      filled: share(60),
      top: [{ value: 'deep', count: 60 }],
    });
    expect(fields.get('big')).toMatchObject({
      type: 'number',
      top: [{ value: '12345678901234567890', count: 1 }],
    });
    expect(fields.get('price')?.top).toEqual([{ value: '1.50', count: 1 }]);
    expect(fields.has('nothing')).toBe(false);
    const some = await client.get<Fields>(`${path}/fields?field.service=payment`);
    expect(some.body.items.find(({ name }) => name === 'service')?.top).toEqual([
      { value: 'payment', count: 100 },
    ]);
  });
});
