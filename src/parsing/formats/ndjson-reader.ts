import type { JsonRecordReader } from '../fields/json-record.js';
import type { LineReader } from '../input/line-reader.js';
import type { RecordSink } from '../output/record-sink.js';
import { type FormatReader, isBlankLine, rejectTooLong } from './format-reader.js';

/** One JSON object a line; what is none, or is followed by something else on its line, is a reject. */
export class NdjsonReader implements FormatReader {
  readonly name = 'ndjson';

  constructor(
    private readonly lines: LineReader,
    private readonly records: JsonRecordReader,
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
      else if (isBlankLine(lines)) sink.lines('blank', 1);
      else {
        const at = { lineNo: lines.lineNo, lineCount: 1 };
        const outcome = this.records.read(lines.bytes, lines.start, lines.end, at, sink.batch);
        if (outcome === 'record') sink.record(this.records.row);
        else {
          const { text } = lines;
          const { code, message, column } = this.records.rejectOf(outcome, text);
          sink.reject(lines.lineNo, 1, code, message, text, column);
        }
      }
    }
  }
}
