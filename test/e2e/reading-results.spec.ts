import { readFile } from 'node:fs/promises';
import { DuckDBInstance, type DuckDBConnection, type Json } from '@duckdb/node-api';
import { startStack, type Stack } from '../support/stack.js';
import { ingest, type Job } from './steps/jobs.js';

const PAGE = 'docs/reading-results.md';
const STORAGE_OF_THE_PAGE = '.data/storage';
const MIXED =
  '{"time":"2026-05-01T08:00:00Z","level":"error","service":"api","msg":"boom","status":503,"path":"/a","bytes":7}\n' +
  'not JSON\n' +
  '{"time":"2026-05-01T08:00:01Z","level":"info","service":"api","msg":"fine"}\n';

type Rows = Record<string, Json>[];

/** The fenced SQL of the page, in order. */
async function statementsOf(page: string): Promise<string[]> {
  const text = await readFile(page, 'utf8');
  return [...text.matchAll(/^```sql\n(.*?)^```$/gms)].map(([, statement = '']) => statement);
}

describe('the page about reading results', () => {
  let stack: Stack;
  let connection: DuckDBConnection;
  let engine: DuckDBInstance;
  let access: Job;
  let mixed: Job;

  beforeAll(async () => {
    stack = await startStack();
    const client = await stack.http.as('user');
    access = await ingest(client, await readFile('test/corpus/apache-combined/apache_logs'));
    mixed = await ingest(client, MIXED, { labels: { env: 'prod' }, log_format: 'ndjson' });
    engine = await DuckDBInstance.create(':memory:', {
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    });
    connection = await engine.connect();
  }, 60_000);
  afterAll(async () => {
    connection.closeSync();
    engine.closeSync();
    await stack.stop();
  });

  it('says what DuckDB answers', async () => {
    const answers: Rows[] = [];
    for (const statement of await statementsOf(PAGE)) {
      const here = statement.replaceAll(STORAGE_OF_THE_PAGE, stack.storageDir);
      answers.push((await connection.runAndReadAll(here)).getRowObjectsJson());
    }
    const [, errors, hour, largest, labelled, rejects, groups, ...more] = answers;
    const today = access.created_at.slice(0, 10);
    expect(more).toEqual([]);
    expect(errors).toEqual([
      { ingest_date: today, service: null, errors: '3' },
      { ingest_date: today, service: 'api', errors: '1' },
    ]);
    expect(hour?.length).toBe(74);
    expect(hour?.[0]).toMatchObject({ timestamp: '2015-05-17 10:05:00', service: null });
    expect(largest).toContainEqual({ path: '/a', requests: '1', largest: '7' });
    expect(labelled).toEqual([{ job_id: mixed.job_id, records: '2' }]);
    expect(rejects).toEqual([
      { job_id: mixed.job_id, line_no: '2', code: 'INVALID_JSON', column: '2', raw: 'not JSON' },
    ]);
    expect(groups?.map(({ row_group_num_rows }) => row_group_num_rows).sort()).toEqual(['10000', '2']);
    expect(groups).toContainEqual(
      expect.objectContaining({
        stats_min_value: '2026-05-01 08:00:00',
        stats_max_value: '2026-05-01 08:00:01',
      }),
    );
  });

  it('is right that a condition on the date of ingest opens only its folders', async () => {
    const path = `${stack.storageDir}/parsed/*/*/*.parquet`;
    const plan = await connection.runAndReadAll(
      `EXPLAIN SELECT body FROM read_parquet('${path}', hive_partitioning = true) WHERE job_id = '${mixed.job_id}'`,
    );
    expect(JSON.stringify(plan.getRowsJson())).toMatch(/Scanning Files: 1\/2/);
  });
});
