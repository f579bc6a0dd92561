import type { LineKind, RejectCode } from './ledger.js';
import { Ledger } from './ledger.js';
import { RecordBatch } from './record-batch.js';
import type { RejectWriter } from './reject-writer.js';
import type { Row } from './row.js';

/** Rows handed to the engine at once: the length of its vectors. */
export const BATCH_ROWS = 2048;
/** Bytes after which a batch is handed over early, so that long records do not pile up. */
const BATCH_BYTES = 8 * 1024 * 1024;

export interface RejectPolicy {
  readonly onError: 'continue' | 'abort';
  readonly maxRejects: number | null;
  /** Bound of the file of rejects; it can grow for long while there is no record. */
  readonly maxRejectBytes?: number;
}

/** Where a format's reader puts what it found: rows to the batch, rejects to their file, and all of it into the ledger. */
export class RecordSink {
  readonly ledger = new Ledger();
  readonly batch = new RecordBatch(BATCH_ROWS);
  /** Set once the policy forbids to go on; the reader stops at the next record. */
  refusal: 'REJECTED_LINE' | 'TOO_MANY_REJECTS' | 'OUTPUT_TOO_LARGE' | null = null;

  constructor(
    private readonly rejects: RejectWriter,
    private readonly policy: RejectPolicy,
  ) {}

  /** Whether the batch must be taken before more rows fit. */
  get full(): boolean {
    return this.batch.size === BATCH_ROWS || this.batch.bytes > BATCH_BYTES;
  }

  get stopped(): boolean {
    return this.refusal !== null;
  }

  /** Empties the batch for the next rows. */
  startBatch(): void {
    this.batch.clear();
  }

  /** Takes a record whose lines are counted by the caller. */
  push(row: Row): void {
    this.batch.push(row);
    this.ledger.countRecord(row);
  }

  /** Takes a record and counts its lines. */
  record(row: Row): void {
    this.ledger.countLines('record', row.lineCount);
    this.push(row);
  }

  lines(kind: LineKind, count: number): void {
    this.ledger.countLines(kind, count);
  }

  /** Notes something that could not be read; `lineCount` lines are counted as rejected for it. */
  reject(
    lineNo: number,
    lineCount: number,
    code: RejectCode,
    message: string,
    raw: string,
    column: number | null = null,
  ): void {
    this.ledger.countLines('rejected', lineCount);
    this.ledger.countReject(code, lineNo, raw);
    this.rejects.write({ lineNo, code, column, message, raw });
    if (this.rejects.bytes > (this.policy.maxRejectBytes ?? Infinity)) this.refusal ??= 'OUTPUT_TOO_LARGE';
    if (this.policy.onError === 'abort') this.refusal ??= 'REJECTED_LINE';
    else if (this.policy.maxRejects !== null && this.ledger.rejects > this.policy.maxRejects) {
      this.refusal ??= 'TOO_MANY_REJECTS';
    }
  }
}
