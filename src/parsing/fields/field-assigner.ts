import type { Row } from '../output/row.js';
import { chooseTime } from './choose-time.js';
import type { Role } from './key-roles.js';
import { severityOfNumber, severityOfWord } from './severity.js';
import type { TimestampReader } from './timestamp-reader.js';

/** Puts the text of named fields into the columns of a row. */
export class FieldAssigner {
  constructor(private readonly timestamps: TimestampReader) {}

  /** False where the text is of no use for the role, and the field stays what it is. */
  assign(row: Row, role: Role, text: string): boolean {
    switch (role) {
      case 'time':
        return this.assignTime(row, text);
      case 'level':
        if (text === '') return false;
        row.severityText = text;
        // Words, the usual case, are told from numbers by their first character.
        row.severityNumber = text.charCodeAt(0) <= 57 ? severityOfNumber(Number(text)) : severityOfWord(text);
        return true;
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
    const micros = this.timestamps.parse(text.trim());
    if (Number.isNaN(micros)) return false;
    this.setTime(row, micros);
    return true;
  }

  private setTime(row: Row, micros: number): void {
    row.micros = micros;
    row.assumedZone = this.timestamps.assumedZone;
    row.assumedYear = this.timestamps.assumedYear;
  }
}

/** Docker's json-file and some loggers put the line's own end into the message. */
function withoutLineEnd(text: string): string {
  if (!text.endsWith('\n')) return text;
  return text.endsWith('\r\n') ? text.slice(0, -2) : text.slice(0, -1);
}
