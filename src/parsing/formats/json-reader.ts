import type { JsonRecordReader } from '../fields/json-record.js';
import { validUtf8 } from '../input/valid-utf8.js';
import type { RecordSink } from '../output/record-sink.js';
import type { FormatReader } from './format-reader.js';
import type { JsonPiece, JsonSplitter } from './json-splitter.js';
import { LineTally } from './line-tally.js';

/**
 * One JSON document: an array of objects, objects one after another, or objects whose first member `Records` is the
 * array. A line that holds part of an object is a record line (or rejected with it); a line of brackets and commas alone,
 * or of an object's members beside its `Records`, is structural.
 */
export class JsonReader implements FormatReader {
  readonly name = 'json';
  replacedBytes = 0;
  private readonly tally = new LineTally();
  private ended = false;

  constructor(
    private readonly splitter: JsonSplitter,
    private readonly records: JsonRecordReader,
  ) {}

  get lineNo(): number {
    return this.splitter.lines;
  }

  fill(sink: RecordSink): void {
    while (!this.ended && !sink.full && !sink.stopped) {
      const piece = this.splitter.next();
      if (piece === null) {
        this.ended = true;
        this.tally.finish(sink, this.splitter.lines);
      } else this.handle(piece, sink);
    }
    if (sink.stopped && !this.ended) {
      this.ended = true;
      this.tally.stop(sink);
    }
  }

  private handle(piece: JsonPiece, sink: RecordSink): void {
    if (piece.kind === 'structure') {
      this.tally.mark(sink, piece.firstLine, piece.lastLine, 'structural');
      return;
    }
    const { bytes, replaced } = validUtf8(piece.bytes);
    this.replacedBytes += replaced;
    const fault = piece.fault ?? this.record(piece, bytes, sink);
    if (fault === null) return;
    this.tally.mark(sink, piece.firstLine, piece.lastLine, 'rejected');
    sink.reject(piece.firstLine, 0, fault.code, fault.message, bytes.toString(), fault.column);
  }

  private record(piece: JsonPiece, bytes: Buffer, sink: RecordSink): JsonPiece['fault'] {
    if (piece.depth > this.records.maxNesting) return this.records.rejectOf('tooDeep', '');
    const at = { lineNo: piece.firstLine, lineCount: piece.lastLine - piece.firstLine + 1 };
    const outcome = this.records.read(bytes, 0, bytes.length, at, sink.batch);
    if (outcome !== 'record') return this.records.rejectOf(outcome, bytes.toString());
    this.tally.mark(sink, piece.firstLine, piece.lastLine, 'record');
    sink.push(this.records.row);
    return null;
  }
}
