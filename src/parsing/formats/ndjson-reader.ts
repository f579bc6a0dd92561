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
        const fault = this.records.read(lines.bytes, lines.start, lines.end, at, sink.batch);
        if (fault === null) sink.record(this.records.row);
        else sink.reject(lines.lineNo, 1, fault.code, fault.message, lines.text, fault.column);
      }
    }
  }
}
