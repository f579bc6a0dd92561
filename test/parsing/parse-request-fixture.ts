import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { ParseLimits, ParseRequest } from '../../src/parsing/parse-request.js';

export const LIMITS: ParseLimits = {
  maxDecompressedBytes: 2 ** 28,
  maxCompressionRatio: 100,
  maxLineBytes: 2 ** 20,
  maxNestingDepth: 1000,
  maxOutputBytes: 2 ** 30,
  memoryMb: 256,
};

/** A request for a file with the given bytes in a folder of its own, which the test removes. */
export function requestFor(bytes: Buffer | string, changes: Partial<ParseRequest> = {}): ParseRequest {
  const workDir = mkdtempSync(join(tmpdir(), 'parse-file-'));
  const sourcePath = join(workDir, 'raw');
  writeFileSync(sourcePath, bytes);
  return {
    jobId: '01890a5d-ac96-774b-bcce-b302099a8057',
    sourcePath,
    workDir,
    format: 'auto',
    timezone: 'UTC',
    onError: 'continue',
    maxRejects: null,
    labels: { env: "it's" },
    createdAtMs: Date.parse('2026-06-01T00:00:00Z'),
    limits: LIMITS,
    ...changes,
  };
}

export type ResultRow = Record<string, unknown>;

/** Every row of a Parquet file, numbers and times as text. */
export async function rowsOf(parquetPath: string): Promise<ResultRow[]> {
  const instance = await DuckDBInstance.create(':memory:');
  try {
    const connection = await instance.connect();
    const reader = await connection.runAndReadAll(`SELECT * FROM read_parquet('${parquetPath}')`);
    return reader.getRowObjectsJson();
  } finally {
    instance.closeSync();
  }
}

/** The lines of a reject file. */
export function rejectsOf(path: string): Record<string, unknown>[] {
  const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}
