import { indexOrEnd } from '../input/index-or-end.js';

const QUOTE = 34;
/** How a cell is written. */
const PLAIN = 0;
const QUOTED = 1;
const QUOTED_WITH_QUOTES = 2;

/** What a row is: whole, with a quoted field that is not closed in it, or with something behind a closing quote. */
export type CsvRowKind = 'row' | 'open' | 'invalid';

/**
 * Finds the cells of a CSV row as ranges of its bytes, by the rules of `splitCsvRow`. Built to be used again and again.
 */
export class CsvCells {
  count = 0;
  bytes: Buffer = Buffer.alloc(0);
  private starts = new Int32Array(64);
  private ends = new Int32Array(64);
  private kinds = new Uint8Array(64);
  /** The next quote, wherever in the bytes; one search serves many rows. */
  private quote = 0;

  /** @param delimiter code of an ASCII character */
  constructor(private readonly delimiter: number) {}

  /** Splits `bytes[start, end)`; after anything but `row` there are no cells to look at. */
  split(bytes: Buffer, start: number, end: number): CsvRowKind {
    if (bytes !== this.bytes || this.quote < start) this.quote = indexOrEnd(bytes, QUOTE, start);
    this.bytes = bytes;
    this.count = 0;
    return this.quote >= end ? this.splitPlain(start, end) : this.splitQuoted(start, end);
  }

  /** First byte of a cell, behind its opening quote. */
  start(cell: number): number {
    return this.starts[cell] ?? 0;
  }

  /** Behind the last byte of a cell; that of its closing quote. */
  end(cell: number): number {
    return this.ends[cell] ?? 0;
  }

  /** Whether the bytes of a cell stand for themselves: there is no doubled quote among them. */
  isPlain(cell: number): boolean {
    return this.kinds[cell] !== QUOTED_WITH_QUOTES;
  }

  text(cell: number): string {
    const text = this.bytes.toString('utf8', this.starts[cell], this.ends[cell]);
    return this.isPlain(cell) ? text : text.replaceAll('""', '"');
  }

  private splitPlain(start: number, end: number): CsvRowKind {
    const { bytes, delimiter } = this;
    let from = start;
    for (let at = start; at < end; at += 1) {
      if (bytes[at] !== delimiter) continue;
      this.add(from, at, PLAIN);
      from = at + 1;
    }
    this.add(from, end, PLAIN);
    return 'row';
  }

  private splitQuoted(start: number, end: number): CsvRowKind {
    const { bytes, delimiter } = this;
    let at = start;
    for (;;) {
      if (at < end && bytes[at] === QUOTE) {
        at = this.addQuoted(at + 1, end);
        if (at > end) return 'open';
      } else {
        const from = at;
        while (at < end && bytes[at] !== delimiter) at += 1;
        this.add(from, at, PLAIN);
      }
      if (at === end) return 'row';
      if (bytes[at] !== delimiter) return 'invalid';
      at += 1;
    }
  }

  /** @returns index behind the closing quote, or one behind `end` where there is none */
  private addQuoted(start: number, end: number): number {
    const { bytes } = this;
    let kind = QUOTED;
    for (let at = start; at < end; at += 1) {
      if (bytes[at] !== QUOTE) continue;
      if (at + 1 < end && bytes[at + 1] === QUOTE) {
        kind = QUOTED_WITH_QUOTES;
        at += 1;
      } else {
        this.add(start, at, kind);
        return at + 1;
      }
    }
    return end + 1;
  }

  private add(start: number, end: number, kind: number): void {
    if (this.count === this.starts.length) this.grow();
    this.starts[this.count] = start;
    this.ends[this.count] = end;
    this.kinds[this.count] = kind;
    this.count += 1;
  }

  private grow(): void {
    const { starts, ends, kinds } = this;
    this.starts = new Int32Array(starts.length * 2);
    this.ends = new Int32Array(starts.length * 2);
    this.kinds = new Uint8Array(starts.length * 2);
    this.starts.set(starts);
    this.ends.set(ends);
    this.kinds.set(kinds);
  }
}
