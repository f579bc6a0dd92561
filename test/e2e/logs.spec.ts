import { readFile } from 'node:fs/promises';
import type { HttpClient } from '../support/http-client.js';
import { startStack, type Stack } from '../support/stack.js';
import { ingest } from './steps/jobs.js';
import { getPage, type LogRecord, type Parameters, streamRecords, walk } from './steps/records.js';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const COMBINED =
  /^(?<ip>\S+) \S+ (?<user>\S+) \[(?<day>\d\d)\/(?<month>\w{3})\/(?<year>\d{4}):(?<clock>\S+) \+0000\] "(?<method>\S+) (?<path>.*?)(?: HTTP\/[\d.]+)?" (?<status>\d{3}) (?<bytes>\d+|-)/;

/** What a straightforward reading of a line knows. */
interface Expected {
  readonly line: number;
  readonly ms: number;
  readonly severity: number | null;
  readonly raw: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** Reads an access log in another way than the service does. */
function readAccessLog(text: string): Expected[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((raw, index) => {
      const {
        day,
        month = '',
        year,
        clock,
        ip = '',
        method = '',
        path = '',
        status = '',
      } = COMBINED.exec(raw)?.groups ?? {};
      const month2 = String(MONTHS.indexOf(month) + 1).padStart(2, '0');
      const severity = status.startsWith('5') ? 17 : status.startsWith('4') ? 13 : 9;
      return {
        line: index + 1,
        ms: Date.parse(`${year ?? ''}-${month2}-${day ?? ''}T${clock ?? ''}Z`),
        severity,
        raw,
        fields: { client_ip: ip, method, path, status },
      };
    });
}

/** The filter of the service, said in another way. */
function matches(one: Expected, parameters: Parameters): boolean {
  return Object.entries(parameters).every(([name, value]) => {
    const text = String(value);
    if (name === 'from') return one.ms >= Date.parse(text);
    if (name === 'to') return one.ms < Date.parse(text);
    if (name === 'severity_min') return (one.severity ?? 0) >= Number(text);
    if (name === 'q') return one.raw.toLowerCase().includes(text.toLowerCase());
    return [value]
      .flat()
      .map(String)
      .includes(one.fields[name.slice('field.'.length)] ?? '');
  });
}

const linesOf = (records: readonly LogRecord[]): number[] => records.map((record) => record.line_no);

describe('the records of a job: an access log of 10,000 lines', () => {
  let stack: Stack;
  let client: HttpClient;
  let path: string;
  let expected: Expected[];

  beforeAll(async () => {
    stack = await startStack();
    client = await stack.http.as('user');
    const content = await readFile('test/corpus/apache-combined/apache_logs');
    const job = await ingest(client, content, { filename: 'apache_logs', labels: { env: 'test' } });
    path = `/jobs/${job.job_id}/logs`;
    expected = readAccessLog(content.toString('utf8'));
  }, 90_000);
  afterAll(() => stack.stop());

  it('are typed, complete and in the order of the file', async () => {
    const { items, next_cursor } = await getPage(client, path, { limit: 2 });
    expect(items).toHaveLength(2);
    expect(next_cursor).toEqual(expect.any(String));
    expect(items[0]).toEqual({
      line_no: 1,
      line_count: 1,
      timestamp: '2015-05-17T10:05:03.000000Z',
      observed_timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/) as unknown,
      severity_number: 9,
      severity_text: null,
      body: expect.any(String) as unknown,
      service: null,
      host: null,
      trace_id: null,
      span_id: null,
      attributes: expect.objectContaining({
        client_ip: '83.149.9.216',
        status: 200,
        bytes: 203_023,
      }) as unknown,
      raw: expected[0]?.raw,
      labels: { env: 'test' },
      job_id: path.split('/')[2],
    });
  });

  const FILTERS: readonly Parameters[] = [
    {},
    { from: '2015-05-18T00:00:00Z' },
    { to: '2015-05-17T12:05:03Z' },
    { from: '2015-05-18T10:05:03Z', to: '2015-05-18T10:05:04Z' },
    { from: '2015-05-18T12:05:00+02:00', to: '2015-05-18T13:05:00+02:00' },
    { severity_min: '13' },
    { severity_min: '17' },
    { severity_min: '24' },
    { q: 'kibana' },
    { q: 'KIBANA' },
    { q: '%' },
    { q: '_' },
    { q: '\\' },
    { q: '"' },
    { q: "'" },
    { q: '.*' },
    { q: '(' },
    { q: '[' },
    { q: '\\d' },
    { q: 'nowhere to be found' },
    { 'field.status': '404' },
    { 'field.status': ['404', '500'] },
    { 'field.method': 'HEAD', severity_min: '9' },
    { 'field.client_ip': '66.249.73.135', q: 'blog', from: '2015-05-18T00:00:00Z' },
    { 'field.path': '/favicon.ico', to: '2015-05-19T00:00:00Z' },
    { 'field.nothing': 'x' },
    { 'field.status': "404' OR '1'='1" },
    { q: "' OR 1=1 --" },
    { "field.status') OR ('1'='1": '404' },
    { 'field.$.status': '404' },
    { 'field./status': '404' },
  ];

  it.each(FILTERS.map((filter) => [JSON.stringify(filter), filter] as const))(
    'are those that a reading of the file finds: %s',
    async (_name, filter) => {
      const lines = expected.filter((one) => matches(one, filter)).map((one) => one.line);
      expect(linesOf(await walk(client, path, { ...filter, limit: 1_000 }))).toEqual(lines);
      expect(linesOf(await walk(client, path, { ...filter, limit: 1_000, order: 'desc' }))).toEqual(
        [...lines].reverse(),
      );
      const streamed = await streamRecords(client, path, filter);
      expect(linesOf(streamed)).toEqual(lines);
      const raws = new Map(expected.map((one) => [one.line, one.raw]));
      expect(streamed.every((record) => record.raw === raws.get(record.line_no))).toBe(true);
    },
  );
});
