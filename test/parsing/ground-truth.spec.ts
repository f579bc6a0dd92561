import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { parseFile } from '../../src/parsing/parse-file.js';
import type { ParseSuccess } from '../../src/parsing/parse-request.js';
import { rejectsOf, requestFor, type ResultRow, rowsOf } from './parse-request-fixture.js';

const FOLDER = join(__dirname, 'ground-truth');
const EXPECTED = '.expected.json';

/** What stands beside a file: what must come of it under `auto`, the job made at 2026-06-01 in UTC. */
interface Expected {
  /** Part of the statistics. */
  readonly statistics: Readonly<Record<string, unknown>>;
  /**
   * Every record, in order. A column that is not written is null; `line_count` is 1, `attributes` is empty and `body` is the
   * whole text where they are not written.
   */
  readonly records: readonly ResultRow[];
  /** Every reject, in order. */
  readonly rejects: readonly Record<string, unknown>[];
}

const CONSTANT_COLUMNS = new Set(['observed_timestamp', 'labels', 'job_id', 'raw']);

function shortened(row: ResultRow): ResultRow {
  const columns = Object.entries(row).filter(([column, value]) => {
    if (value === null || CONSTANT_COLUMNS.has(column)) return false;
    if (column === 'body') return value !== row['raw'];
    return !(column === 'line_count' && value === 1) && !(column === 'attributes' && value === '{}');
  });
  return Object.fromEntries(
    columns.map(([column, value]) => {
      if (column === 'attributes') return [column, JSON.parse(String(value)) as unknown];
      return [column, column === 'line_no' ? Number(value) : value];
    }),
  );
}

describe('files whose expected records stand beside them', () => {
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });

  async function parse(name: string): Promise<ParseSuccess> {
    const request = requestFor(readFileSync(join(FOLDER, name)));
    folders.push(request.workDir);
    const outcome = await parseFile(request);
    if (outcome.outcome !== 'parsed') throw new Error(outcome.code);
    return outcome;
  }

  const names = readdirSync(FOLDER).filter((name) => !name.endsWith(EXPECTED));

  it.each(names)('%s', async (name) => {
    const stem = name.replace(/\.[a-z0-9]+$/, '');
    const expected = JSON.parse(readFileSync(join(FOLDER, stem + EXPECTED), 'utf8')) as Expected;
    const { statistics, parquetPath, rejectsPath } = await parse(name);
    const rejects = rejectsOf(rejectsPath).map(({ line_no, code, column, raw }) => ({
      line_no,
      code,
      column,
      raw,
    }));
    const records = (await rowsOf(parquetPath)).map(shortened);
    expect({ records, rejects }).toEqual({ records: expected.records, rejects: expected.rejects });
    expect(statistics).toMatchObject(expected.statistics);
  });
});
