import type { LineReader } from '../input/line-reader.js';
import type { RecordSink } from '../output/record-sink.js';
import { CsvCells } from './csv-cells.js';
import type { CsvDialect } from './csv-dialect.js';
import { csvFaultColumn, surplusColumn } from './csv-fault.js';
import type { CsvRecordReader } from './csv-record.js';
import { type FormatReader, isBlankLine, rejectTooLong } from './format-reader.js';

const MAX_ROW_LINES = 1000;
const MAX_ROW_BYTES = 1024 * 1024;
const QUOTE = 34;
const LINE_FEED = Buffer.from('\n');

interface ByteRange {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
}

/** A line that was read ahead; its bytes are the reader's, which never change. */
interface HeldLine extends ByteRange {
  readonly lineNo: number;
  readonly tooLong: boolean;
}

/** A row of several lines. */
interface JoinedRow extends ByteRange {
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
  private readonly delimiter: string;
  private headerPending: boolean;

  constructor(
    private readonly lines: LineReader,
    { delimiter, names, hasHeader }: CsvDialect,
    private readonly records: CsvRecordReader,
  ) {
    this.cells = new CsvCells(delimiter.charCodeAt(0));
    this.columns = names.length;
    this.delimiter = delimiter;
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
    const ahead = this.heldBack.length > 0 ? this.heldBack.pop() : undefined;
    if (ahead !== undefined) return ahead;
    return this.lines.next() ? this.lines : null;
  }

  private takeRow(line: HeldLine, sink: RecordSink): void {
    const kind = this.cells.split(line.bytes, line.start, line.end);
    if (kind === 'row') this.finishRow(line.lineNo, 1, line, sink);
    else if (kind === 'open') this.takeOpenRow(held(line), sink);
    else this.rejectBroken(line, 'Something follows a closing quote.', sink);
  }

  private takeOpenRow(first: HeldLine, sink: RecordSink): void {
    const row = this.join(first);
    if (row === null) {
      this.rejectBroken(first, 'A quoted field is not closed.', sink);
      return;
    }
    this.lineNo = first.lineNo + row.lineCount - 1;
    this.finishRow(first.lineNo, row.lineCount, row, sink);
  }

  private finishRow(lineNo: number, lineCount: number, row: ByteRange, sink: RecordSink): void {
    if (this.headerPending) {
      this.headerPending = false;
      sink.lines('structural', lineCount);
    } else if (this.cells.count === this.columns) {
      this.records.read(this.cells, row.start, row.end, { lineNo, lineCount }, sink.batch);
      sink.record(this.records.row);
    } else {
      const message = `The row has ${this.cells.count} columns instead of ${this.columns}.`;
      const text = textOf(row);
      const column = surplusColumn(text, this.delimiter, this.columns);
      sink.reject(lineNo, lineCount, 'COLUMN_COUNT', message, text, column);
    }
  }

  private rejectBroken(line: HeldLine, message: string, sink: RecordSink): void {
    const text = textOf(line);
    sink.reject(line.lineNo, 1, 'INVALID_CSV', message, text, csvFaultColumn(text, this.delimiter));
  }

  /** Adds lines until the quoted field closes; null where it does not, or where the row is broken: they are held back. */
  private join(first: HeldLine): JoinedRow | null {
    const added: HeldLine[] = [];
    const parts = [first.bytes.subarray(first.start, first.end)];
    let length = first.end - first.start;
    let quotes = countQuotes(first);
    while (added.length + 1 < MAX_ROW_LINES) {
      const next = this.nextLine();
      if (next === null) break;
      const line = held(next);
      added.push(line);
      length += LINE_FEED.length + line.end - line.start;
      if (line.tooLong || length > MAX_ROW_BYTES) break;
      parts.push(LINE_FEED, line.bytes.subarray(line.start, line.end));
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

function textOf({ bytes, start, end }: ByteRange): string {
  return bytes.toString('utf8', start, end);
}

function countQuotes({ bytes, start, end }: HeldLine): number {
  const line = bytes.subarray(start, end);
  let count = 0;
  for (let at = line.indexOf(QUOTE); at >= 0; at = line.indexOf(QUOTE, at + 1)) count += 1;
  return count;
}
