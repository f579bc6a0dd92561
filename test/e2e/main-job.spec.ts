import { readFile } from 'node:fs/promises';
import type { IngestClient } from '../../src/client/create-client.js';
import { putFile } from '../support/http-client.js';
import { startStack, type Stack } from '../support/stack.js';
import { typedClient } from '../support/typed-client.js';
import { waitFor } from '../support/wait-for.js';
import { isFinished, type Job } from './steps/jobs.js';
import { parquetPath, queryParquet } from './steps/parquet.js';

const ACCESS_LOG = 'test/corpus/apache-combined/apache_logs';
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** FORMATS.md, "The record". */
const COLUMNS = [
  ['line_no', 'BIGINT'],
  ['line_count', 'INTEGER'],
  ['timestamp', 'TIMESTAMP'],
  ['observed_timestamp', 'TIMESTAMP'],
  ['severity_number', 'UTINYINT'],
  ['severity_text', 'VARCHAR'],
  ['body', 'VARCHAR'],
  ['service', 'VARCHAR'],
  ['host', 'VARCHAR'],
  ['trace_id', 'VARCHAR'],
  ['span_id', 'VARCHAR'],
  ['attributes', 'VARCHAR'],
  ['raw', 'VARCHAR'],
  ['labels', 'VARCHAR'],
  ['job_id', 'VARCHAR'],
];

/** Reads the log in another way than the service does. */
function countIndependently(text: string) {
  const lines = text.split('\n').filter((line) => line !== '');
  const times = lines.map((line) => {
    const [, day, month, year, clock] = /\[(\d\d)\/(\w{3})\/(\d{4}):(\S+) \+0000\]/.exec(line) ?? [];
    return Date.UTC(Number(year), MONTHS.indexOf(month ?? ''), Number(day)) + clockMs(clock ?? '');
  });
  const classes = lines.map((line) => / HTTP\/1\.[01]" ([1-5])\d\d /.exec(line)?.[1]);
  const ofClass = (...wanted: string[]) => classes.filter((one) => wanted.includes(one ?? '')).length;
  return {
    lines,
    firstMs: times.reduce((a, b) => Math.min(a, b)),
    lastMs: times.reduce((a, b) => Math.max(a, b)),
    severities: { INFO: ofClass('1', '2', '3'), WARN: ofClass('4'), ERROR: ofClass('5') },
  };
}

function clockMs(clock: string): number {
  const [hours, minutes, seconds] = clock.split(':').map(Number);
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
}

describe('the main job: a real access log of 10,000 lines', () => {
  let stack: Stack;
  let client: IngestClient;
  let content: Buffer;
  let job: Job;

  beforeAll(async () => {
    stack = await startStack();
    client = await typedClient(stack.apiUrl, 'user');
    content = await readFile(ACCESS_LOG);
  }, 60_000);
  afterAll(() => stack.stop());

  const getJob = async (jobId: string): Promise<Job> => {
    const { data } = await client.GET('/jobs/{job_id}', { params: { path: { job_id: jobId } } });
    if (data === undefined) throw new Error(`There is no job ${jobId}.`);
    return data;
  };

  it('is taken as the README says: init, PUT, complete, poll', async () => {
    const { data: ticket, response } = await client.POST('/ingest/files/init', {
      body: { filename: 'apache_logs', size: content.length },
    });
    expect(response.status).toBe(201);
    if (ticket === undefined) throw new Error('There is no ticket.');
    expect(ticket).toMatchObject({
      job_id: expect.stringMatching(
        /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      ) as unknown,
      presigned_url: expect.stringMatching(/^http/) as unknown,
    });
    expect(Date.parse(ticket.expires_at)).toBeGreaterThan(Date.now());
    expect(await getJob(ticket.job_id)).toMatchObject({ status: 'CREATED', progress: 0 });
    expect((await putFile(ticket.presigned_url, content)).status).toBe(200);
    const completed = await client.POST('/ingest/files/complete', { body: { job_id: ticket.job_id } });
    expect({ status: completed.response.status, body: completed.data }).toEqual({
      status: 200,
      body: { message: 'Job queued successfully', job_id: ticket.job_id, status: 'QUEUED' },
    });
    job = await waitFor(
      async () => {
        const shown = await getJob(ticket.job_id);
        return isFinished(shown) ? shown : undefined;
      },
      { what: 'the job to finish', timeoutMs: 60_000 },
    );
    expect(job).toMatchObject({ status: 'COMPLETED', error_code: null, error_message: null });
  });

  it('tells the whole story of the job', () => {
    expect(job).toMatchObject({
      job_type: 'FILE_UPLOAD',
      source: 'api',
      progress: 100,
      retry_count: 0,
      attempt: 1,
      file: { filename: 'apache_logs', size: content.length },
    });
    const times = [job.created_at, job.queued_at, job.started_at, job.finished_at];
    for (const time of times) expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(times).toEqual([...times].sort());
  });

  it('counts what an independent reading of the file counts', () => {
    const expected = countIndependently(content.toString('utf8'));
    expect(expected.lines).toHaveLength(10_000);
    const { INFO, WARN, ERROR } = expected.severities;
    expect(INFO + WARN + ERROR).toBe(10_000);
    expect(job.statistics).toMatchObject({
      bytes: content.length,
      decompressed_bytes: content.length,
      lines: 10_000,
      record_lines: 10_000,
      records: 10_000,
      rejected_lines: 0,
      blank_lines: 0,
      structural_lines: 0,
      first_timestamp: new Date(expected.firstMs).toISOString(),
      last_timestamp: new Date(expected.lastMs).toISOString(),
      timestamps: { parsed: 10_000, missing: 0, assumed_timezone: 0, assumed_year: 0 },
      rejects: [],
      detected_format: 'apache_combined',
      compression: 'none',
      encoding: 'utf-8',
    });
    expect(job.statistics?.severities).toEqual(expected.severities);
  });

  it('leaves Parquet that any engine reads: the documented columns, every line, in order', async () => {
    const path = parquetPath(stack, job);
    const columns = await queryParquet(path, 'DESCRIBE records');
    expect(columns.map((column) => [column['column_name'], column['column_type']])).toEqual(COLUMNS);
    const rows = await queryParquet(path, 'SELECT line_no, line_count, raw, job_id FROM records');
    const { lines } = countIndependently(content.toString('utf8'));
    expect(rows.map((row) => row['raw'])).toEqual(lines);
    expect(rows.every((row, index) => row['line_no'] === BigInt(index + 1))).toBe(true);
    expect(rows.every((row) => row['line_count'] === 1 && row['job_id'] === job.job_id)).toBe(true);
  });

  it('reads an access line into its fields', async () => {
    const [row] = await queryParquet(
      parquetPath(stack, job),
      `SELECT epoch_ms(timestamp) AS ms, severity_number, attributes FROM records WHERE line_no = 1`,
    );
    expect(row).toMatchObject({ ms: BigInt(Date.UTC(2015, 4, 17, 10, 5, 3)), severity_number: 9 });
    expect(JSON.parse(String(row?.['attributes']))).toMatchObject({
      client_ip: '83.149.9.216',
      method: 'GET',
      path: '/presentations/logstash-monitorama-2013/images/kibana-search.png',
      status: 200,
      bytes: 203023,
    });
  });
});
