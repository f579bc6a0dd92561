import type { JsonRecordReader } from '../fields/json-record.js';
import { MAX_NESTING } from '../fields/json-record.js';
import { TextDecoding } from '../input/decode-text.js';
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
  private readonly decoding = new TextDecoding();
  private readonly tally = new LineTally();
  private ended = false;

  constructor(
    private readonly splitter: JsonSplitter,
    private readonly records: JsonRecordReader,
  ) {}

  get lineNo(): number {
    return this.splitter.lines;
  }

  get replacedBytes(): number {
    return this.decoding.replacedBytes;
  }

  fill(sink: RecordSink): void {
    while (!this.ended && !sink.full && !sink.stopped) {
      const piece = this.splitter.next();
      if (piece === null) {
        this.ended = true;
        this.tally.finish(sink, this.splitter.lines);
      } else this.handle(piece, sink);
    }
  }

  private handle(piece: JsonPiece, sink: RecordSink): void {
    if (piece.kind === 'structure') {
      this.tally.mark(sink, piece.firstLine, piece.lastLine, 'structural');
      return;
    }
    const text = this.decoding.decode(piece.bytes, 0, piece.bytes.length);
    const fault = piece.fault ?? this.record(piece, text, sink);
    if (fault === null) return;
    this.tally.mark(sink, piece.firstLine, piece.lastLine, 'rejected');
    sink.reject(piece.firstLine, 0, fault.code, fault.message, text);
  }

  private record(piece: JsonPiece, text: string, sink: RecordSink): JsonPiece['fault'] {
    if (piece.depth > MAX_NESTING) {
      return { code: 'NESTING_TOO_DEEP', message: `The JSON is nested deeper than ${MAX_NESTING} levels.` };
    }
    const result = this.records.read(text, piece.firstLine, piece.lastLine - piece.firstLine + 1);
    if (result.kind === 'reject') return result;
    this.tally.mark(sink, piece.firstLine, piece.lastLine, 'record');
    sink.push(result.row);
    return null;
  }
}
