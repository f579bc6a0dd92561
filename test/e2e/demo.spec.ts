import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { startStack, type Stack } from '../support/stack.js';

let stack: Stack;

beforeAll(async () => {
  stack = await startStack();
}, 60_000);
afterAll(() => stack.stop());

it('npm run demo shows all of it on three real files, and ends by itself', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['src/scripts/demo.mjs'], {
    env: { ...process.env, INGEST_URL: stack.apiUrl },
    timeout: 80_000,
  });
  const shown = [
    /apache_logs {2}COMPLETED 10,000 lines, 10,000 records, 0 rejected/,
    /logfile_invalid_json\.json {2}COMPLETED .* [1-9]\d* rejected/,
    /gharchive_log\.jsonl {2}COMPLETED/,
    /Lines +10,000 = 10,000 in records \+ 0 rejected/,
    /" 500 \d+ "/,
    /Records over time/,
    /INVALID_JSON line \d+/,
    /"line_no":1,/,
    /kibana/,
  ];
  expect(shown.filter((what) => !what.test(stdout))).toEqual([]);
  const jobs = await (await stack.http.as('user')).get<unknown[]>('/jobs');
  expect(jobs.body).toHaveLength(3);
}, 90_000);
