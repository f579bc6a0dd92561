import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { HttpClient } from '../support/http-client.js';
import { startStack, type Stack } from '../support/stack.js';
import { expectBalance, ingest, type Job } from './steps/jobs.js';
import { parquetPath, queryParquet, rejectsPath } from './steps/parquet.js';

const GOOD = '{"time":"2026-01-02T03:04:05Z","level":"info","msg":"good"}';
const LINES = [GOOD, '{"broken', '', GOOD, '[1,2,3]', 'no json at all', GOOD];
const CONTENT = LINES.map((line) => `${line}\n`).join('');
/** Line number, reason and place of each line that cannot be read. */
const EXPECTED: readonly (readonly [number, string, number | null])[] = [
  [2, 'INVALID_JSON', 9],
  [5, 'NOT_AN_OBJECT', null],
  [6, 'INVALID_JSON', 2],
];
const ndjson = { log_format: 'ndjson' };

let stack: Stack;
let client: HttpClient;

beforeAll(async () => {
  stack = await startStack();
  client = await stack.http.as('user');
}, 60_000);
afterAll(() => stack.stop());

async function rejectsOf(job: Job): Promise<Record<string, unknown>[]> {
  const written = (await readFile(rejectsPath(stack, job), 'utf8')).trimEnd().split('\n');
  return written.map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('lines that cannot be read', () => {
  it('are counted, named and kept, and the rest of the file is read', async () => {
    const job = await ingest(client, CONTENT, ndjson);
    expectBalance(job.statistics);
    expect(job).toMatchObject({
      status: 'COMPLETED',
      statistics: { lines: 7, records: 3, rejected_lines: 3, blank_lines: 1 },
    });
    expect(job.statistics.rejects).toEqual([
      { code: 'INVALID_JSON', count: 2, first_line: 2, sample: '{"broken' },
      { code: 'NOT_AN_OBJECT', count: 1, first_line: 5, sample: '[1,2,3]' },
    ]);

    const rejects = await rejectsOf(job);
    expect(rejects.map(({ line_no, code, column }) => [line_no, code, column])).toEqual(EXPECTED);
    expect(rejects.map((reject) => reject['raw'])).toEqual(EXPECTED.map(([lineNo]) => LINES[lineNo - 1]));
    for (const reject of rejects) {
      expect(Object.keys(reject).sort()).toEqual(['code', 'column', 'line_no', 'message', 'raw']);
      expect(reject['message']).toMatch(/\w/);
    }
    const rows = await queryParquet(parquetPath(stack, job), 'SELECT line_no, raw FROM records');
    expect(rows).toEqual([1n, 4n, 7n].map((line_no) => ({ line_no, raw: GOOD })));
  });

  it('leave an empty report when there are none', async () => {
    const job = await ingest(client, `${GOOD}\n`, ndjson);
    expect(await readFile(rejectsPath(stack, job), 'utf8')).toBe('');
  });

  it('end the job at the first one with on_error abort, with the report so far', async () => {
    const job = await ingest(client, CONTENT, { ...ndjson, on_error: 'abort' });
    expect(job).toMatchObject({ status: 'FAILED', error_code: 'REJECTED_LINE', retry_count: 0, attempt: 1 });
    expectBalance(job.statistics);
    expect(job.statistics.rejects).toEqual([
      { code: 'INVALID_JSON', count: 1, first_line: 2, sample: '{"broken' },
    ]);
    await expect(readFile(parquetPath(stack, job))).rejects.toThrow('ENOENT');
    expect((await rejectsOf(job)).map(({ line_no }) => line_no)).toEqual([2]);
    expect(job.statistics).toMatchObject({ output_files: [{ kind: 'rejects' }] });
  });

  it('end the job beyond max_rejects, with the report so far', async () => {
    const job = await ingest(client, CONTENT, { ...ndjson, max_rejects: 1 });
    expect(job).toMatchObject({ status: 'FAILED', error_code: 'TOO_MANY_REJECTS', retry_count: 0 });
    expectBalance(job.statistics);
    expect(job.statistics.rejected_lines).toBe(2);
    expect((await rejectsOf(job)).map(({ line_no }) => line_no)).toEqual([2, 5]);
  });

  it('are allowed up to max_rejects', async () => {
    const job = await ingest(client, CONTENT, { ...ndjson, max_rejects: 3 });
    expect(job).toMatchObject({ status: 'COMPLETED', statistics: { rejected_lines: 3 } });
  });
});

describe('a declared sha256', () => {
  it('of the file as sent lets it pass, in any case', async () => {
    const sha256 = createHash('sha256').update(CONTENT).digest('hex').toUpperCase();
    expect(await ingest(client, CONTENT, { ...ndjson, sha256 })).toMatchObject({ status: 'COMPLETED' });
  });

  it('of other bytes fails the job', async () => {
    const sha256 = createHash('sha256').update(`${CONTENT} `).digest('hex');
    const job = await ingest(client, CONTENT, { ...ndjson, sha256 });
    expect(job).toMatchObject({ status: 'FAILED', error_code: 'CHECKSUM_MISMATCH', retry_count: 0 });
    expect(job.statistics).toBeNull();
  });
});
