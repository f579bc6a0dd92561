import { closeSync, openSync, readSync } from 'node:fs';
import { dirname } from 'node:path';
import { Engine, literal } from './output/engine.js';
import type { RecordBatch } from './output/record-batch.js';

/** Two columns of numbers are read, a row group at a time. */
const MEMORY_MB = 128;

/** What was handed over to be written, and must be found again. */
export class HandedOver {
  private records = 0;
  private lines = 0;
  private firstLine: number | null = null;
  private lastLine: number | null = null;

  add(batch: RecordBatch): void {
    const { size, lineNo, lineCount } = batch;
    if (size === 0) return;
    this.records += size;
    for (let i = 0; i < size; i += 1) this.lines += lineCount[i] ?? 0;
    this.firstLine ??= lineNo[0] ?? null;
    this.lastLine = lineNo[size - 1] ?? null;
  }

  /** True where the table `records` has exactly this; records lie in it as in the file. */
  get condition(): string {
    return `count(*) = ${this.records} AND coalesce(sum(line_count), 0) = ${this.lines}
      AND min(line_no) IS NOT DISTINCT FROM ${this.firstLine ?? 'NULL'}
      AND max(line_no) IS NOT DISTINCT FROM ${this.lastLine ?? 'NULL'}`;
  }
}

/**
 * Opens a written Parquet file anew and looks for what was handed over.
 *
 * @throws Error where it is not there, or the file cannot be read
 */
export async function verifyRecords(path: string, handedOver: HandedOver): Promise<void> {
  const engine = await Engine.open(dirname(path), MEMORY_MB);
  try {
    const query = `SELECT (${handedOver.condition})::DOUBLE FROM read_parquet(${literal(path)})`;
    if ((await engine.count(query)) !== 1) throw new Error('the file of records is not what was written');
  } finally {
    engine.close();
  }
}

const LF = 10;
const CHUNK_BYTES = 256 * 1024;
/** Longer than any line: `raw` is bounded, and six bytes write a character. */
const TAIL_BYTES = 16 * 1024;

/**
 * Reads a written file of rejects again.
 *
 * @throws Error where it has another size or number of lines than was written, or its last line is none
 */
export function verifyRejects(
  path: string,
  written: { readonly bytes: number; readonly count: number },
): void {
  const descriptor = openSync(path, 'r');
  try {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    let tail: Buffer = Buffer.alloc(0);
    let bytes = 0;
    let lines = 0;
    for (let count; (count = readSync(descriptor, chunk)) > 0; bytes += count) {
      const part = chunk.subarray(0, count);
      for (let at = part.indexOf(LF); at >= 0; at = part.indexOf(LF, at + 1)) lines += 1;
      tail = Buffer.concat([tail, part]).subarray(-TAIL_BYTES);
    }
    if (bytes !== written.bytes || lines !== written.count || !endsInReject(tail)) {
      throw new Error('the file of rejects is not what was written');
    }
  } finally {
    closeSync(descriptor);
  }
}

function endsInReject(tail: Buffer): boolean {
  if (tail.length === 0) return true;
  const last = tail.toString().trimEnd().split('\n').at(-1) ?? '';
  try {
    return typeof (JSON.parse(last) as { line_no?: unknown } | null)?.line_no === 'number';
  } catch {
    return false;
  }
}
