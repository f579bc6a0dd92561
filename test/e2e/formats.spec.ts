import { gzipSync } from 'node:zlib';
import type { HttpClient } from '../support/http-client.js';
import { zstdFrame } from '../parsing/zstd-frames.js';
import { startStack, type Stack } from '../support/stack.js';
import { expectBalance, ingest, type InitOptions } from './steps/jobs.js';
import { parquetPath, queryParquet } from './steps/parquet.js';

interface Sample {
  readonly name: string;
  readonly content: string | Buffer;
  readonly options?: InitOptions;
  readonly detected: string;
  readonly counts: Readonly<Record<string, number>>;
  /** Bodies of the records, in order. */
  readonly bodies: readonly string[];
  readonly severities: Readonly<Record<string, number>>;
  readonly compression?: string;
}

const NDJSON =
  '{"ts":"2026-01-02T03:04:05Z","level":"info","msg":"one"}\n' +
  '\n' +
  '{"ts":"2026-01-02T03:04:06Z","level":"error","msg":"two"}\n';
const CSV =
  'timestamp,level,message\n2026-01-02T03:04:05Z,WARN,"first, with comma"\n2026-01-02T03:04:06Z,INFO,"second\nline"\n';
const JSON_DOCUMENT =
  '[\n  {\n    "time": "2026-01-02T03:04:05Z",\n    "severity": "DEBUG",\n    "body": "alpha"\n  },\n  {"time": "2026-01-02T03:04:06Z", "severity": "FATAL", "body": "beta"}\n]\n';
const TEXT =
  '2026-01-02 03:04:05,678 ERROR Something broke\n' +
  'java.lang.IllegalStateException: no\n' +
  '\tat com.example.Main.main(Main.java:1)\n' +
  '2026-01-02 03:04:06,000 INFO Going on\n';

const ndjson = {
  content: NDJSON,
  detected: 'ndjson',
  counts: { lines: 3, records: 2, record_lines: 2, blank_lines: 1, structural_lines: 0, rejected_lines: 0 },
  bodies: ['one', 'two'],
  severities: { INFO: 1, ERROR: 1 },
};
const csv = {
  content: CSV,
  detected: 'csv',
  counts: { lines: 4, records: 2, record_lines: 3, blank_lines: 0, structural_lines: 1, rejected_lines: 0 },
  bodies: ['first, with comma', 'second\nline'],
  severities: { WARN: 1, INFO: 1 },
};
const json = {
  content: JSON_DOCUMENT,
  detected: 'json',
  counts: { lines: 8, records: 2, record_lines: 6, blank_lines: 0, structural_lines: 2, rejected_lines: 0 },
  bodies: ['alpha', 'beta'],
  severities: { DEBUG: 1, FATAL: 1 },
};
const GZIP_MEMBERS = Buffer.concat([gzipSync(NDJSON.slice(0, 60)), gzipSync(NDJSON.slice(60))]);
const ZSTD_FRAMES = Buffer.concat([zstdFrame(NDJSON.slice(0, 60)), zstdFrame(NDJSON.slice(60))]);

const SAMPLES: readonly Sample[] = [
  { name: 'ndjson, found out', ...ndjson },
  { name: 'ndjson, declared', ...ndjson, options: { log_format: 'ndjson' } },
  { name: 'csv, found out', ...csv },
  { name: 'csv, declared', ...csv, options: { log_format: 'csv' } },
  { name: 'json, found out', ...json },
  { name: 'json, declared', ...json, options: { log_format: 'json' } },
  { name: 'gzip', ...ndjson, content: gzipSync(NDJSON), compression: 'gzip' },
  {
    name: 'zstd under another name',
    ...ndjson,
    content: ZSTD_FRAMES,
    options: { filename: 'a.gz' },
    compression: 'zstd',
  },
  { name: 'gzip of two members', ...ndjson, content: GZIP_MEMBERS, compression: 'gzip' },
];

describe('the formats', () => {
  let stack: Stack;
  let client: HttpClient;

  beforeAll(async () => {
    stack = await startStack();
    client = await stack.http.as('user');
  }, 60_000);
  afterAll(() => stack.stop());

  it.each(SAMPLES)('reads $name', async (sample) => {
    const job = await ingest(client, sample.content, sample.options);
    expect(job).toMatchObject({ status: 'COMPLETED', error_code: null });
    expectBalance(job.statistics);
    expect(job.statistics).toMatchObject({
      ...sample.counts,
      detected_format: sample.detected,
      compression: sample.compression ?? 'none',
      bytes: Buffer.byteLength(sample.content),
      first_timestamp: '2026-01-02T03:04:05.000Z',
      last_timestamp: '2026-01-02T03:04:06.000Z',
    });
    expect(job.statistics.severities).toEqual(sample.severities);
    const rows = await queryParquet(parquetPath(stack, job), 'SELECT body FROM records');
    expect(rows.map((row) => row['body'])).toEqual(sample.bodies);
  });

  it.each(['auto', 'text'])('reads text of several lines a record (%s)', async (log_format) => {
    const job = await ingest(client, TEXT, { log_format, timezone: 'Europe/Berlin' });
    expectBalance(job.statistics);
    expect(job).toMatchObject({
      status: 'COMPLETED',
      statistics: {
        lines: 4,
        records: 2,
        record_lines: 4,
        severities: { ERROR: 1, INFO: 1 },
        // 03:04 in Berlin's winter.
        first_timestamp: '2026-01-02T02:04:05.678Z',
        timestamps: { parsed: 2, assumed_timezone: 2 },
      },
    });
    const rows = await queryParquet(parquetPath(stack, job), 'SELECT line_no, line_count, raw FROM records');
    expect(rows.map(({ line_no, line_count }) => [line_no, line_count])).toEqual([
      [1n, 3],
      [4n, 1],
    ]);
    expect(rows[0]?.['raw']).toBe(TEXT.split('\n').slice(0, 3).join('\n'));
  });

  it('puts the labels on every record', async () => {
    const labels = { env: 'prod', team: "check'out" };
    const job = await ingest(client, NDJSON, { labels });
    const rows = await queryParquet(parquetPath(stack, job), 'SELECT labels FROM records');
    expect(rows.map((row): unknown => JSON.parse(String(row['labels'])))).toEqual([labels, labels]);
  });
});
