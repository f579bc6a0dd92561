import { closeSync, openSync, writeSync } from 'node:fs';
import { boundedText } from './bounded-text.js';
import type { RejectCode } from './ledger.js';

/** One thing that could not be read. */
export interface Reject {
  readonly lineNo: number;
  readonly code: RejectCode;
  /** 1-based character of the record's text at which it is at fault, null where that is not one place. */
  readonly column: number | null;
  /** One sentence for a person; never quotes the file. */
  readonly message: string;
  readonly raw: string;
}

const RAW_CHARACTERS = 1024;
const BUFFER_CHARACTERS = 256 * 1024;

/** Writes rejects as NDJSON: `{line_no, code, column, message, raw}`, `raw` cut to 1,024 characters. */
export class RejectWriter {
  bytes = 0;
  private readonly descriptor: number;
  private pending = '';

  constructor(path: string) {
    this.descriptor = openSync(path, 'w');
  }

  write(reject: Reject): void {
    const { lineNo, code, column, message } = reject;
    const raw = boundedText(reject.raw, RAW_CHARACTERS);
    this.pending += `${JSON.stringify({ line_no: lineNo, code, column, message, raw })}\n`;
    if (this.pending.length >= BUFFER_CHARACTERS) this.flush();
  }

  close(): void {
    this.flush();
    closeSync(this.descriptor);
  }

  private flush(): void {
    const bytes = Buffer.from(this.pending);
    this.pending = '';
    for (let written = 0; written < bytes.length;) {
      written += writeSync(this.descriptor, bytes, written);
    }
    this.bytes += bytes.length;
  }
}
