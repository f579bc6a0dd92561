import type { LineReader } from '../input/line-reader.js';
import type { RecordSink } from '../output/record-sink.js';
import { bareRow, type Row, type TextRow } from '../output/row.js';
import type { PatternCatalogue } from '../patterns/catalogue.js';
import { GENERAL_PATTERN } from '../patterns/general.js';
import type { TextPattern } from '../patterns/text-pattern.js';
import { type FormatReader, isBlankLine, rejectTooLong } from './format-reader.js';
import type { TextRecordReader } from './text-record.js';

const MAX_RECORD_LINES = 1000;
const MAX_RECORD_BYTES = 1024 * 1024;
const CONTINUATION = /^(?:\s|at |Caused by:|Traceback|\.\.\.)/;

/** Whether a line looks like part of the record before it, whatever the pattern. */
export function looksContinued(line: string): boolean {
  return CONTINUATION.test(line);
}

/**
 * Text by one pattern, which other lines of its family and the general pattern back up. No line is rejected for being
 * odd: what nothing reads is a record of its own, or joins the record before it.
 */
export class TextReader implements FormatReader {
  readonly name: string;
  private readonly patterns: readonly TextPattern[];
  private readonly joinsAll: boolean;
  private pending: TextRow | null = null;
  /** The line that the pending record began with, as bytes. */
  private pendingLine: Pick<LineReader, 'bytes' | 'start' | 'end'> = {
    bytes: Buffer.alloc(0),
    start: 0,
    end: 0,
  };
  /** Lines that joined the pending record. */
  private joined: string[] = [];
  /** UTF-8 bytes of the pending record, once a line has joined it. */
  private recordBytes = 0;
  /** Whether the pending record began as one, so that unread lines after it are its own. */
  private pendingStarted = false;
  /** Blank lines behind the pending record; those that can still become part of it with their text. */
  private pendingBlanks = 0;
  private readonly blankTexts: string[] = [];
  private blankBytes = 0;
  /** Whether there is a record to join yet: before the first start every line is one of its own. */
  private begun = false;
  private ended = false;

  /** @param pattern null where none was recognised: then the general one is tried, and nothing but indented lines joins */
  constructor(
    private readonly lines: LineReader,
    private readonly records: TextRecordReader,
    private readonly pattern: TextPattern | null,
    catalogue: PatternCatalogue,
  ) {
    this.name = pattern?.name ?? 'plain';
    this.patterns = pattern === null ? [GENERAL_PATTERN] : catalogue.withFallbacks(pattern);
    this.joinsAll = pattern?.multiline ?? false;
  }

  get lineNo(): number {
    return this.lines.lineNo;
  }

  get replacedBytes(): number {
    return this.lines.replacedBytes;
  }

  fill(sink: RecordSink): void {
    const { lines } = this;
    while (!this.ended && !sink.full && !sink.stopped) {
      if (!lines.next()) {
        this.ended = true;
        this.flush(sink);
      } else if (lines.tooLong) {
        this.flush(sink);
        rejectTooLong(sink, lines);
      } else if (isBlankLine(lines)) this.takeBlank(sink);
      else this.takeLine(lines.text, sink);
    }
  }

  private takeBlank(sink: RecordSink): void {
    if (this.pending === null) {
      sink.lines('blank', 1);
      return;
    }
    this.pendingBlanks += 1;
    this.blankBytes += 1 + this.lines.end - this.lines.start;
    if (this.pendingBlanks < MAX_RECORD_LINES && this.blankBytes <= MAX_RECORD_BYTES) {
      this.blankTexts.push(this.lines.text);
    }
  }

  private takeLine(text: string, sink: RecordSink): void {
    const row = this.start(text);
    if (row === null && this.joins(text)) {
      this.join(text);
      return;
    }
    this.begun ||= row !== null || (this.pattern === null && !looksContinued(text));
    const overflowed = row === null && this.pendingStarted && this.joinsAll;
    this.flush(sink);
    const { lineNo, bytes, start, end } = this.lines;
    this.pending = row ?? bareRow(lineNo, 1, text);
    this.pendingLine = { bytes, start, end };
    this.pendingStarted = row !== null || overflowed;
  }

  private start(text: string): TextRow | null {
    for (const pattern of this.patterns) {
      const row = this.records.read(pattern, text, this.lines.lineNo);
      if (row !== null) return row;
    }
    return null;
  }

  private joins(text: string): boolean {
    if (this.pending === null || !this.begun) return false;
    const lineCount = this.joined.length + this.pendingBlanks + 2;
    if (lineCount > MAX_RECORD_LINES) return false;
    if (!(this.joinsAll && this.pendingStarted) && !looksContinued(text)) return false;
    if (this.joined.length === 0) this.recordBytes = Buffer.byteLength(this.pending.raw);
    return this.recordBytes + this.blankBytes + 1 + Buffer.byteLength(text) <= MAX_RECORD_BYTES;
  }

  private join(text: string): void {
    this.recordBytes += this.blankBytes + 1 + Buffer.byteLength(text);
    this.joined.push(...this.blankTexts, text);
    this.forgetBlanks();
  }

  private forgetBlanks(): void {
    this.pendingBlanks = 0;
    this.blankBytes = 0;
    if (this.blankTexts.length > 0) this.blankTexts.length = 0;
  }

  private flush(sink: RecordSink): void {
    if (this.pending !== null) {
      if (this.joined.length === 0) this.recordLine(this.pending, sink);
      else this.recordJoined(this.pending, sink);
    }
    sink.lines('blank', this.pendingBlanks);
    this.pending = null;
    this.pendingStarted = false;
    this.forgetBlanks();
    this.joined = [];
  }

  private recordLine(row: Row, sink: RecordSink): void {
    const { bytes, start, end } = this.pendingLine;
    sink.batch.raw.setLine(sink.batch.size, bytes, start, end);
    row.raw = null;
    sink.record(row);
  }

  private recordJoined(row: TextRow, sink: RecordSink): void {
    const tail = `\n${this.joined.join('\n')}`;
    row.lineCount += this.joined.length;
    row.raw += tail;
    if (row.body !== null) row.body += tail;
    sink.record(row);
  }
}
