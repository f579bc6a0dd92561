import { jsonMember } from '../fields/json-text.js';
import { severityOfHttpStatus } from '../fields/severity.js';
import type { TimestampReader } from '../fields/timestamp-reader.js';
import type { LineReader } from '../input/line-reader.js';
import type { RecordSink } from '../output/record-sink.js';
import { bareRow, type Row } from '../output/row.js';
import { type FormatReader, isBlank, rejectTooLong } from './format-reader.js';

/** Names that an access line's fields carry whatever the server. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['c-ip', 'client_ip'],
  ['cs-username', 'user'],
  ['cs-method', 'method'],
  ['cs-uri-stem', 'path'],
  ['cs-uri', 'path'],
  ['cs-version', 'protocol'],
  ['sc-status', 'status'],
  ['sc-bytes', 'bytes'],
  ['cs(Referer)', 'referer'],
  ['cs(Referrer)', 'referer'],
  ['cs(User-Agent)', 'user_agent'],
]);
const VALUE = /"(?:[^"]|"")*"|\S+/g;

/** Values of a line of W3C extended log format; a quoted one may hold blanks. */
export function splitW3cLine(line: string): string[] {
  return line.match(VALUE) ?? [];
}

/** Names that a `#Fields:` directive gives, null for any other line. */
export function fieldsDirective(line: string): string[] | null {
  return line.startsWith('#Fields:') ? line.slice(8).trim().split(/\s+/) : null;
}

/**
 * W3C extended log file format (W3C WD-logfile-960323): `#` lines direct, `#Fields` names the values of the lines after
 * it. Times are UTC unless a directive says otherwise.
 */
export class W3cReader implements FormatReader {
  readonly name = 'w3c';
  private fields: readonly string[] = [];
  private date = '';
  private zone = 'Z';

  constructor(
    private readonly lines: LineReader,
    private readonly timestamps: TimestampReader,
  ) {}

  get lineNo(): number {
    return this.lines.lineNo;
  }

  get replacedBytes(): number {
    return this.lines.replacedBytes;
  }

  fill(sink: RecordSink): void {
    const { lines } = this;
    while (!sink.full && !sink.stopped && lines.next()) {
      if (lines.tooLong) rejectTooLong(sink, lines);
      else if (isBlank(lines.text)) sink.lines('blank', 1);
      else if (lines.text.startsWith('#')) {
        this.direct(lines.text);
        sink.lines('structural', 1);
      } else sink.record(this.record(lines.text));
    }
  }

  private direct(line: string): void {
    this.fields = fieldsDirective(line) ?? this.fields;
    const [, name = '', value = ''] = /^#([A-Za-z -]{1,32}): *(.*)$/s.exec(line) ?? [];
    if (name === 'Date' || name === 'Start-Date') this.date = value.slice(0, 10);
    else if (name === 'GMT-Offset') this.zone = value.trim();
    else if (name === 'Time Format' && value.startsWith('Local')) this.zone = '';
  }

  private record(line: string): Row {
    const row = bareRow(this.lines.lineNo, 1, line);
    const values = splitW3cLine(line);
    if (values.length !== this.fields.length) return row;
    this.readTime(row, values);
    const isTimed = !Number.isNaN(row.micros);
    let attributes = '';
    this.fields.forEach((field, i) => {
      const value = values[i] ?? '-';
      if (field === 'sc-status') row.severityNumber = severityOfHttpStatus(Number(value));
      if (value === '-' || (isTimed && (field === 'date' || field === 'time'))) return;
      if (field === 's-computername') row.host = unquoted(value);
      else
        attributes +=
          (attributes === '' ? '{' : ',') + jsonMember(NAMES.get(field) ?? field, unquoted(value));
    });
    if (attributes !== '') row.attributes = `${attributes}}`;
    return row;
  }

  /** A date without a time of day, or one that does not exist, stays an attribute. */
  private readTime(row: Row, values: readonly string[]): void {
    const time = values[this.fields.indexOf('time')];
    if (time === undefined) return;
    const date = values[this.fields.indexOf('date')] ?? this.date;
    row.micros = this.timestamps.parse(`${date} ${time}${this.zone}`, 'iso');
    row.assumedZone = this.timestamps.assumedZone;
  }
}

/** A quoted value without its quotes; one that is not closed stays as it is. */
function unquoted(value: string): string {
  const isQuoted = value.length > 1 && value.startsWith('"') && value.endsWith('"');
  return isQuoted ? value.slice(1, -1).replaceAll('""', '"') : value;
}
