import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { parseFile } from '../../src/parsing/parse-file.js';
import type { ParseLimits, ParseRequest, ParseStatistics } from '../../src/parsing/parse-request.js';

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

/** All that comes of a file that can be parsed. */
export interface ParsedFile {
  readonly statistics: ParseStatistics;
  readonly rows: readonly ResultRow[];
  readonly rejects: readonly Record<string, unknown>[];
}

/** Parses a file with the given bytes and leaves nothing behind. */
export async function parseBytes(
  bytes: Buffer | string,
  changes: Partial<ParseRequest> = {},
): Promise<ParsedFile> {
  const request = requestFor(bytes, changes);
  try {
    const outcome = await parseFile(request);
    if (outcome.outcome !== 'parsed') throw new Error(outcome.code);
    const { statistics, parquetPath, rejectsPath } = outcome;
    return { statistics, rows: await rowsOf(parquetPath), rejects: rejectsOf(rejectsPath) };
  } finally {
    rmSync(request.workDir, { recursive: true, force: true });
  }
}
