import type { LineReader } from '../input/line-reader.js';
import type { RecordSink } from '../output/record-sink.js';
import { CsvCells, type CsvRowKind } from './csv-cells.js';
import type { CsvDialect } from './csv-dialect.js';
import type { CsvRecordReader } from './csv-record.js';
import { type FormatReader, isBlankLine, rejectTooLong } from './format-reader.js';

const MAX_ROW_LINES = 1000;
const MAX_ROW_BYTES = 1024 * 1024;
const QUOTE = 34;
const LINE_FEED = Buffer.from('\n');

/** A line that was read ahead; its bytes are the reader's, which never change. */
interface HeldLine {
  readonly lineNo: number;
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
  readonly tooLong: boolean;
}

/** A row of one line or of several. */
interface RowRange {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
  readonly lineCount: number;
}

/**
 * Rows of a CSV file (RFC 4180). A row may span lines by quoted line breaks, up to 1,000 lines or 1 MiB; a row that is
 * broken costs its first line, and reading goes on with the line after it.
 */
export class CsvReader implements FormatReader {
  readonly name = 'csv';
  lineNo = 0;
  /** Lines read ahead for a row that turned out not to need them, next one last. */
  private readonly heldBack: HeldLine[] = [];
  private readonly cells: CsvCells;
  private readonly columns: number;
  private headerPending: boolean;

  constructor(
    private readonly lines: LineReader,
    { delimiter, names, hasHeader }: CsvDialect,
    private readonly records: CsvRecordReader,
  ) {
    this.cells = new CsvCells(delimiter.charCodeAt(0));
    this.columns = names.length;
    this.headerPending = hasHeader;
  }

  get replacedBytes(): number {
    return this.lines.replacedBytes;
  }

  fill(sink: RecordSink): void {
    while (!sink.full && !sink.stopped) {
      const line = this.nextLine();
      if (line === null) return;
      this.lineNo = line.lineNo;
      if (line.tooLong) rejectTooLong(sink, { lineNo: line.lineNo, text: textOf(line) });
      else if (isBlankLine(line)) sink.lines('blank', 1);
      else this.takeRow(line, sink);
    }
  }

  /** The next line; where it is the reader's own, only until the one after it. */
  private nextLine(): HeldLine | null {
    const held = this.heldBack.pop();
    if (held) return held;
    return this.lines.next() ? this.lines : null;
  }

  private takeRow(line: HeldLine, sink: RecordSink): void {
    const kind = this.cells.split(line.bytes, line.start, line.end);
    if (kind !== 'open') {
      this.finishRow(kind, line, { bytes: line.bytes, start: line.start, end: line.end, lineCount: 1 }, sink);
      return;
    }
    const first = held(line);
    const joined = this.join(first);
    this.finishRow(joined === null ? 'open' : 'row', first, joined ?? { ...first, lineCount: 1 }, sink);
  }

  private finishRow(kind: CsvRowKind, first: HeldLine, row: RowRange, sink: RecordSink): void {
    const { lineNo } = first;
    const { lineCount } = row;
    this.lineNo = lineNo + lineCount - 1;
    if (kind !== 'row') {
      const message =
        kind === 'open' ? 'A quoted field is not closed.' : 'Something follows a closing quote.';
      sink.reject(lineNo, 1, 'INVALID_CSV', message, textOf(first));
    } else if (this.headerPending) {
      this.headerPending = false;
      sink.lines('structural', lineCount);
    } else if (this.cells.count !== this.columns) {
      const message = `The row has ${this.cells.count} columns instead of ${this.columns}.`;
      sink.reject(lineNo, lineCount, 'COLUMN_COUNT', message, textOf(row));
    } else {
      this.records.read(this.cells, row.start, row.end, { lineNo, lineCount }, sink.batch);
      sink.record(this.records.row);
    }
  }

  /** Adds lines until the quoted field closes; null where it does not, or where the row is broken: they are held back. */
  private join(first: HeldLine): RowRange | null {
    const added: HeldLine[] = [];
    const parts = [first.bytes.subarray(first.start, first.end)];
    let length = first.end - first.start;
    let quotes = countQuotes(first);
    while (added.length + 1 < MAX_ROW_LINES && length < MAX_ROW_BYTES) {
      const next = this.nextLine();
      if (next === null) break;
      const line = held(next);
      added.push(line);
      if (line.tooLong) break;
      parts.push(LINE_FEED, line.bytes.subarray(line.start, line.end));
      length += line.end - line.start + 1;
      const here = countQuotes(line);
      quotes += here;
      // The field can only close where quotes are even; splitting at each line would cost the square of the row.
      if (here === 0 || quotes % 2 === 1) continue;
      const bytes = Buffer.concat(parts);
      const kind = this.cells.split(bytes, 0, bytes.length);
      if (kind === 'row') return { bytes, start: 0, end: bytes.length, lineCount: added.length + 1 };
      if (kind === 'invalid') break;
    }
    this.heldBack.push(...added.reverse());
    return null;
  }
}

function held({ lineNo, bytes, start, end, tooLong }: HeldLine): HeldLine {
  return { lineNo, bytes, start, end, tooLong };
}

function textOf({ bytes, start, end }: Pick<HeldLine, 'bytes' | 'start' | 'end'>): string {
  return bytes.toString('utf8', start, end);
}

function countQuotes({ bytes, start, end }: HeldLine): number {
  const line = bytes.subarray(start, end);
  let count = 0;
  for (let at = line.indexOf(QUOTE); at >= 0; at = line.indexOf(QUOTE, at + 1)) count += 1;
  return count;
}
