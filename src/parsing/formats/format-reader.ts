import type { RecordSink } from '../output/record-sink.js';

/** Reads one format from front to back. */
export interface FormatReader {
  /** Name for the statistics. */
  readonly name: string;
  /** Lines gone by so far. */
  readonly lineNo: number;
  readonly replacedBytes: number;
  /** Puts records into the sink until it is full or stopped, or the file ends. */
  fill(sink: RecordSink): void;
}

/** The same words in every format that reads lines. */
export function rejectTooLong(
  sink: RecordSink,
  line: { readonly lineNo: number; readonly text: string },
): void {
  sink.reject(line.lineNo, 1, 'LINE_TOO_LONG', 'The line is longer than a line may be.', line.text);
}

/** Whether a line holds white space at most. */
export function isBlank(text: string): boolean {
  return text.trim() === '';
}

/** As `isBlank` for a line of bytes, nearly all of which show by their first byte that they are not. */
export function isBlankLine(line: {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
}): boolean {
  const first = line.start < line.end ? (line.bytes[line.start] ?? 0) : 0;
  return !(first > 0x20 && first < 0x7f) && isBlank(line.bytes.toString('utf8', line.start, line.end));
}
