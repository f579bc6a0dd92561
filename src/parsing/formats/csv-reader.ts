import type { FieldAssigner } from '../fields/field-assigner.js';
import { jsonMember } from '../fields/json-text.js';
import type { LineReader } from '../input/line-reader.js';
import { bareRow } from '../output/row.js';
import type { RecordSink } from '../output/record-sink.js';
import type { CsvDialect } from './csv-dialect.js';
import { splitCsvRow } from './csv-row.js';
import { type FormatReader, isBlank, rejectTooLong } from './format-reader.js';

const MAX_ROW_LINES = 1000;
const MAX_ROW_CHARACTERS = 1024 * 1024;

interface HeldLine {
  readonly lineNo: number;
  readonly text: string;
  readonly tooLong: boolean;
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
  private headerPending: boolean;
  private readonly timeColumns: readonly number[];
  /** Roles that one column fills by itself. */
  private readonly roles: CsvDialect['roles'];

  constructor(
    private readonly lines: LineReader,
    private readonly dialect: CsvDialect,
    private readonly fields: FieldAssigner,
  ) {
    this.headerPending = dialect.hasHeader;
    this.timeColumns = dialect.roles.flatMap(([role, column]) => (role === 'time' ? [column] : []));
    this.roles =
      this.timeColumns.length > 1 ? dialect.roles.filter(([role]) => role !== 'time') : dialect.roles;
  }

  get replacedBytes(): number {
    return this.lines.replacedBytes;
  }

  fill(sink: RecordSink): void {
    while (!sink.full && !sink.stopped) {
      const line = this.nextLine();
      if (line === null) return;
      this.lineNo = line.lineNo;
      if (line.tooLong) rejectTooLong(sink, line);
      else if (isBlank(line.text)) sink.lines('blank', 1);
      else this.takeRow(line, sink);
    }
  }

  private nextLine(): HeldLine | null {
    const held = this.heldBack.pop();
    if (held) return held;
    if (!this.lines.next()) return null;
    return { lineNo: this.lines.lineNo, text: this.lines.text, tooLong: this.lines.tooLong };
  }

  private takeRow(first: HeldLine, sink: RecordSink): void {
    const { delimiter, names } = this.dialect;
    let text = first.text;
    let lineCount = 1;
    let cells = splitCsvRow(text, delimiter);
    if (cells === 'open') {
      ({ text, lineCount, cells } = this.join(first));
    }
    this.lineNo = first.lineNo + lineCount - 1;
    if (typeof cells === 'string') {
      const message =
        cells === 'open' ? 'A quoted field is not closed.' : 'Something follows a closing quote.';
      sink.reject(first.lineNo, 1, 'INVALID_CSV', message, first.text);
    } else if (this.headerPending) {
      this.headerPending = false;
      sink.lines('structural', lineCount);
    } else if (cells.length !== names.length) {
      const message = `The row has ${cells.length} columns instead of ${names.length}.`;
      sink.reject(first.lineNo, lineCount, 'COLUMN_COUNT', message, text);
    } else this.takeRecord(first.lineNo, lineCount, text, cells, sink);
  }

  /** Adds lines until the quoted field closes; gives them back where it does not, or where the row is broken. */
  private join(first: HeldLine): { text: string; lineCount: number; cells: ReturnType<typeof splitCsvRow> } {
    const added: HeldLine[] = [];
    const parts = [first.text];
    let length = first.text.length;
    let quotes = countQuotes(first.text);
    while (added.length + 1 < MAX_ROW_LINES && length < MAX_ROW_CHARACTERS) {
      const line = this.nextLine();
      if (line === null) break;
      added.push(line);
      if (line.tooLong) break;
      parts.push(line.text);
      length += line.text.length + 1;
      const here = countQuotes(line.text);
      quotes += here;
      // The field can only close where quotes are even; splitting at each line would cost the square of the row.
      if (here === 0 || quotes % 2 === 1) continue;
      const text = parts.join('\n');
      const cells = splitCsvRow(text, this.dialect.delimiter);
      if (typeof cells !== 'string') return { text, lineCount: parts.length, cells };
      if (cells === 'invalid') break;
    }
    this.heldBack.push(...added.reverse());
    return { text: first.text, lineCount: 1, cells: 'open' };
  }

  private takeRecord(
    lineNo: number,
    lineCount: number,
    raw: string,
    cells: readonly string[],
    sink: RecordSink,
  ): void {
    const row = bareRow(lineNo, lineCount, raw);
    const used = new Set<number>();
    let filled = '';
    if (this.timeColumns.length > 1) {
      const texts = this.timeColumns.map((column) => cells[column] ?? '');
      for (const index of this.fields.assignTimes(row, texts)) used.add(this.timeColumns[index] ?? -1);
    }
    for (const [role, column] of this.roles) {
      if (role !== filled && !used.has(column) && this.fields.assign(row, role, cells[column] ?? '')) {
        used.add(column);
        filled = role;
      }
    }
    let attributes = '';
    for (let column = 0; column < cells.length; column += 1) {
      if (used.has(column)) continue;
      attributes +=
        (attributes === '' ? '{' : ',') + jsonMember(this.dialect.names[column] ?? '', cells[column] ?? '');
    }
    row.attributes = attributes === '' ? null : `${attributes}}`;
    sink.record(row);
  }
}

function countQuotes(text: string): number {
  let count = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) count += 1;
  return count;
}
