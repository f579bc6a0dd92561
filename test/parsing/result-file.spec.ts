import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { parseFile } from '../../src/parsing/parse-file.js';
import { requestFor } from './parse-request-fixture.js';

const RECORDS = 300_000;
const START_MS = Date.parse('2026-01-01T00:00:00Z');

/** One line a second; every seventh has no time. */
function line(i: number): string {
  if (i % 7 === 3) return '{"msg":"no time"}';
  return `{"time":"${new Date(START_MS + i * 1000).toISOString()}","msg":"m${i}"}`;
}

describe('the result of a large file', () => {
  const lines = Array.from({ length: RECORDS }, (_, i) => line(i));
  const request = requestFor(lines.join('\n'), { format: 'ndjson' });
  let engine: DuckDBInstance;
  let connection: DuckDBConnection;
  let path: string;

  beforeAll(async () => {
    const outcome = await parseFile(request);
    if (outcome.outcome !== 'parsed') throw new Error(outcome.code);
    path = outcome.parquetPath;
    engine = await DuckDBInstance.create(':memory:');
    connection = await engine.connect();
  });
  afterAll(() => {
    connection.closeSync();
    engine.closeSync();
    rmSync(request.workDir, { recursive: true });
  });

  async function ask(sql: string): Promise<Record<string, string | number | boolean>[]> {
    return (
      await connection.runAndReadAll(sql.replaceAll('$FILE', `'${path}'`))
    ).getRowObjectsJson() as Record<string, string | number | boolean>[];
  }

  it('has the rows of the file in their order', async () => {
    const [found] = await ask(
      `SELECT count(*)::INTEGER AS rows, bool_and(line_no = file_row_number + 1) AS in_order
       FROM read_parquet($FILE, file_row_number = true)`,
    );
    expect(found).toEqual({ rows: RECORDS, in_order: true });
  });

  it('is compressed with zstd', async () => {
    const found = await ask('SELECT DISTINCT compression FROM parquet_metadata($FILE)');
    expect(found).toEqual([{ compression: 'ZSTD' }]);
  });

  it('has several row groups, whose statistics tell their times apart', async () => {
    const groups = await ask(
      `SELECT stats_min_value AS first, stats_max_value AS last, stats_null_count::INTEGER AS missing,
         row_group_num_rows::INTEGER AS rows
       FROM parquet_metadata($FILE) WHERE path_in_schema = 'timestamp' ORDER BY row_group_id`,
    );
    expect(groups.length).toBeGreaterThan(1);
    let earlier = '';
    for (const { first, last, missing, rows } of groups) {
      expect(String(first) > earlier && String(last) > String(first)).toBe(true);
      expect(Number(missing) / Number(rows)).toBeCloseTo(1 / 7, 2);
      earlier = String(last);
    }
    const from = '2026-01-01 01:00:00';
    const to = '2026-01-01 02:00:00';
    expect(groups.filter(({ first, last }) => String(first) < to && String(last) >= from)).toHaveLength(1);
  });
});
