import type { RecordBatch } from '../output/record-batch.js';
import type { Row } from '../output/row.js';
import { ByteWords } from './byte-words.js';
import { chooseTime } from './choose-time.js';
import type { Role } from './key-roles.js';
import { severityOfNumber, severityOfWord } from './severity.js';
import type { TimestampReader } from './timestamp-reader.js';

const LF = 10;
const CR = 13;
const DIGIT_9 = 57;
const WHOLE_NUMBER = /^-?\d+(?:\.0+)?$/;

/** Puts the text of named fields into the columns of a row. */
export class FieldAssigner {
  private readonly levels = new ByteWords(severityOfText);

  constructor(private readonly timestamps: TimestampReader) {}

  /** False where the text is of no use for the role, and the field stays what it is. */
  assign(row: Row, role: Role, text: string): boolean {
    switch (role) {
      case 'time':
        return this.assignTime(row, text);
      case 'level':
        return assignLevel(row, text.trim());
      case 'body':
        row.body = withoutLineEnd(text);
        return true;
      case 'traceId':
      case 'spanId':
      case 'service':
      case 'host':
        if (text === '') return false;
        row[role] = text;
        return true;
    }
  }

  /**
   * As `assign` for a text that lies in `bytes[start, end)` as UTF-8. What is copied as it is goes straight into the
   * batch's next row, for which no string is made.
   */
  assignBytes(row: Row, batch: RecordBatch, role: Role, bytes: Buffer, start: number, end: number): boolean {
    switch (role) {
      case 'time':
        return this.setTime(row, this.timestamps.parseBytes(bytes, start, end));
      case 'level':
        if (!isTrimmed(bytes, start, end)) return assignLevel(row, bytes.toString('utf8', start, end).trim());
        batch.severityText.setBytes(batch.size, bytes, start, end);
        row.severityNumber = this.levels.meaning(bytes, start, end);
        return true;
      case 'body':
        batch.body.setBytes(batch.size, bytes, start, withoutLineEndBytes(bytes, start, end));
        return true;
      case 'traceId':
      case 'spanId':
      case 'service':
      case 'host':
        if (start === end) return false;
        batch[role].setBytes(batch.size, bytes, start, end);
        return true;
    }
  }

  /**
   * Puts the time that one or two of several texts hold into the row.
   *
   * @param texts best first; null where there is none
   * @returns which texts were used, none where no time was found
   */
  assignTimes(row: Row, texts: readonly (string | null)[]): readonly number[] {
    const chosen = chooseTime(this.timestamps, texts);
    if (chosen === null) return [];
    this.setTime(row, chosen.micros);
    return chosen.used;
  }

  private assignTime(row: Row, text: string): boolean {
    return this.setTime(row, this.timestamps.parse(text.trim()));
  }

  private setTime(row: Row, micros: number): boolean {
    if (Number.isNaN(micros)) return false;
    row.micros = micros;
    row.assumedZone = this.timestamps.assumedZone;
    row.assumedYear = this.timestamps.assumedYear;
    return true;
  }
}

function assignLevel(row: Row, text: string): boolean {
  if (text === '') return false;
  row.severityText = text;
  row.severityNumber = severityOfText(text);
  return true;
}

/** Words, the usual case, are told from numbers by their first character. */
function severityOfText(text: string): number {
  if (text.charCodeAt(0) > DIGIT_9) return severityOfWord(text);
  return WHOLE_NUMBER.test(text) ? severityOfNumber(Number(text)) : 0;
}

/** Whether a text begins and ends with a visible character, as far as one byte shows it; false where it is empty. */
function isTrimmed(bytes: Uint8Array, start: number, end: number): boolean {
  return start < end && isVisible(bytes[start] ?? 0) && isVisible(bytes[end - 1] ?? 0);
}

function isVisible(byte: number): boolean {
  return byte > 32 && byte < 127;
}

/** Docker's json-file and some loggers put the line's own end into the message. */
function withoutLineEnd(text: string): string {
  if (!text.endsWith('\n')) return text;
  return text.endsWith('\r\n') ? text.slice(0, -2) : text.slice(0, -1);
}

function withoutLineEndBytes(bytes: Uint8Array, start: number, end: number): number {
  if (end === start || bytes[end - 1] !== LF) return end;
  return end - 1 > start && bytes[end - 2] === CR ? end - 2 : end - 1;
}
