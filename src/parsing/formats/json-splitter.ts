import type { ByteSource } from '../input/byte-source.js';
import { ByteWindow } from '../input/byte-window.js';
import { ContainerWalk } from './json-container-walk.js';
import { type Fault, FAULTS, scalarFault } from './json-fault.js';
import { KEPT_BYTES, PieceBytes } from './json-piece-bytes.js';
import { passRecordsTail, recordsPrefixLength } from './records-document.js';

/** Something found at the top level of a JSON document, whole or broken. */
export interface JsonPiece {
  readonly kind: 'value' | 'structure';
  readonly firstLine: number;
  readonly lastLine: number;
  /** As it stands in the file; only its beginning where it is broken. */
  readonly bytes: Buffer;
  /** Deepest nesting inside. */
  readonly depth: number;
  /** What the walk over the bytes found wrong with it; null where it is worth parsing. */
  readonly fault: Fault | null;
}

const LF = 10;
const CR = 13;
const QUOTE = 34;
const COMMA = 44;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 92;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const EMPTY = Buffer.alloc(0);

/**
 * Finds top-level values in a JSON document by walking over its bytes once; holds one value at a time. Neither nesting
 * nor length can exhaust it: depth is a number, and a value larger than `maxRecordBytes` is skipped, not kept. A line
 * end inside a string, which JSON forbids, ends a broken object, so that what follows is still read. So does, where an
 * object is never closed, the next line that begins with `{` at the same indentation.
 */
export class JsonSplitter {
  private readonly window: ByteWindow;
  private readonly piece: PieceBytes;
  private readonly container: ContainerWalk;
  private started = false;
  private inArray = false;
  private truncated = false;
  /** The array is the `Records` of an object. */
  private inDocument = false;
  private behindArray = false;
  /** Whether a value has come since the array began, or since the last comma. */
  private mayHaveComma = false;
  /** Blanks at the beginning of the line, and whether nothing else has been on it yet. */
  private indent = 0;
  private atIndent = true;

  constructor(
    source: ByteSource,
    private readonly maxRecordBytes: number,
  ) {
    this.window = new ByteWindow(source);
    this.piece = new PieceBytes(this.window);
    this.container = new ContainerWalk(this.window, this.piece, maxRecordBytes);
  }

  /** Lines gone by so far. */
  get lines(): number {
    return this.window.lines;
  }

  /** The next piece, null at the end of the source. */
  next(): JsonPiece | null {
    const { window } = this;
    if (!this.started) {
      this.started = true;
      window.skipByteOrderMark();
    }
    if (this.behindArray) {
      const tail = this.takeTail();
      if (tail !== null) return tail;
    }
    for (;;) {
      window.mark = window.at;
      if (window.at >= window.filled && !window.more()) return this.finish();
      const byte = window.buffer[window.at] ?? 0;
      if (byte === LF || byte === CR) {
        window.passLineEnd(byte);
        this.atIndent = true;
        continue;
      }
      if (byte === 32 || byte === 9) {
        window.at += 1;
        continue;
      }
      if (this.atIndent) {
        this.atIndent = false;
        this.indent = window.column;
      }
      if (byte === OPEN_BRACE && !this.inArray) return this.takePrefix() ?? this.takeContainer();
      else if (byte === OPEN_BRACE || (byte === OPEN_BRACKET && this.inArray)) return this.takeContainer();
      else if (byte === OPEN_BRACKET || byte === CLOSE_BRACKET || byte === CLOSE_BRACE || byte === COMMA) {
        return this.takeBracket(byte);
      } else return this.takeScalar();
    }
  }

  /** The beginning of an object that wraps the array, `{"Records": [`. */
  private takePrefix(): JsonPiece | null {
    const length = recordsPrefixLength(this.window);
    if (length === 0) return null;
    this.inArray = true;
    this.mayHaveComma = false;
    this.inDocument = true;
    return this.takeStructure(length);
  }

  private takeBracket(byte: number): JsonPiece {
    if (!this.isExpected(byte)) return this.takeStray(byte);
    this.mayHaveComma = false;
    if (byte !== COMMA) {
      this.inArray = byte === OPEN_BRACKET;
      this.behindArray = this.inDocument && byte === CLOSE_BRACKET;
      this.inDocument &&= this.inArray;
    }
    return this.takeStructure(1);
  }

  private isExpected(byte: number): boolean {
    if (byte === COMMA) return this.inArray && this.mayHaveComma;
    return byte === CLOSE_BRACKET ? this.inArray : byte === OPEN_BRACKET;
  }

  /** A bracket that closes nothing, or a comma behind no value, and those of its kind beside it. */
  private takeStray(byte: number): JsonPiece {
    const { window } = this;
    const line = window.line;
    do window.at += 1;
    while (
      window.at - window.mark < KEPT_BYTES &&
      (window.at < window.filled || window.more()) &&
      window.buffer[window.at] === byte
    );
    const fault = byte === COMMA ? FAULTS.strayComma : FAULTS.strayBracket;
    return { kind: 'value', firstLine: line, lastLine: line, bytes: this.piece.taken(), depth: 0, fault };
  }

  /** What stands behind the array in the object that wraps it. */
  private takeTail(): JsonPiece | null {
    const { window } = this;
    this.behindArray = false;
    window.mark = window.at;
    const firstLine = window.line;
    const end = passRecordsTail(window);
    if (end === 'none') return null;
    const fault = end === 'open' ? FAULTS.truncatedObject : null;
    const lastLine = Math.max(firstLine, end === 'open' ? window.lines : window.line);
    return {
      kind: fault === null ? 'structure' : 'value',
      firstLine,
      lastLine,
      bytes: EMPTY,
      depth: 0,
      fault,
    };
  }

  private takeStructure(length: number): JsonPiece {
    const { window } = this;
    const firstLine = window.line;
    for (const end = window.at + length; window.at < end;) this.step();
    return { kind: 'structure', firstLine, lastLine: window.line, bytes: EMPTY, depth: 0, fault: null };
  }

  private step(): void {
    const byte = this.window.buffer[this.window.at] ?? 0;
    if (byte === LF || byte === CR) this.window.passLineEnd(byte);
    else this.window.at += 1;
  }

  /** A number, a string, a word or rubbish: up to the next comma, bracket or line end. */
  private takeScalar(): JsonPiece {
    const { window } = this;
    this.mayHaveComma = true;
    let inString = false;
    let escaped = false;
    for (;;) {
      if (window.at >= window.filled) {
        if (window.at - window.mark > this.maxRecordBytes) this.piece.keepHeadOnly();
        if (!window.more()) break;
      }
      const byte = window.buffer[window.at] ?? 0;
      if (byte === LF || byte === CR) break;
      if (escaped) escaped = false;
      else if (byte === QUOTE) inString = !inString;
      else if (inString) escaped = byte === BACKSLASH;
      else if (byte === COMMA || (byte | 0x20) === OPEN_BRACE || (byte | 0x20) === CLOSE_BRACE) break;
      window.at += 1;
    }
    const isWhole = this.piece.isWhole;
    const bytes = isWhole ? this.piece.taken() : this.piece.takenHead();
    const fault = scalarFault(bytes, isWhole);
    return { kind: 'value', firstLine: window.line, lastLine: window.line, bytes, depth: 0, fault };
  }

  /** An object, or an array where an object is expected, from its opening to its closing bracket. */
  private takeContainer(): JsonPiece {
    const { window } = this;
    const firstLine = window.line;
    this.mayHaveComma = true;
    const { depth, end } = this.container.walk(this.indent);
    // A broken object's last line is the one its string was left open on, or the one before the next object's.
    const lastLine = end === 'notClosed' ? window.line - 1 : window.line;
    if (end === 'truncated') this.truncated = true;
    const fault = end === 'closed' ? null : FAULTS[end];
    const bytes = fault === null ? this.piece.taken() : this.piece.takenHead();
    return {
      kind: 'value',
      firstLine,
      lastLine: end === 'truncated' ? Math.max(firstLine, window.lines) : lastLine,
      bytes,
      depth,
      fault,
    };
  }

  private finish(): JsonPiece | null {
    if (!this.inArray || this.truncated) return null;
    this.truncated = true;
    const line = Math.max(1, this.window.lines);
    return {
      kind: 'value',
      firstLine: line,
      lastLine: line,
      bytes: EMPTY,
      depth: 0,
      fault: FAULTS.truncatedArray,
    };
  }
}
