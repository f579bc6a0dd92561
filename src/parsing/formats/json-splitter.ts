import type { ByteSource } from '../input/byte-source.js';
import { ByteWindow, type Place } from '../input/byte-window.js';
import { type Fault, FAULTS, scalarFault } from './json-fault.js';
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
const KEPT_BYTES = 4096;
/** Bytes of a UTF-8 character behind its first. */
const MAX_CONTINUATION_BYTES = 3;
/** So many values of the largest size may be walked for nothing, beside as many bytes as the file has. */
const FREE_WALKS = 16;
const EMPTY = Buffer.alloc(0);

type ContainerEnd = 'closed' | 'truncated' | 'tooLarge' | 'openString' | 'notClosed';

/**
 * Finds top-level values in a JSON document by walking over its bytes once; holds one value at a time. Neither nesting
 * nor length can exhaust it: depth is a number, and a value larger than `maxRecordBytes` is skipped, not kept. A line
 * end inside a string, which JSON forbids, ends a broken object, so that what follows is still read. So does, where an
 * object is never closed, the next line that begins with `{` at the same indentation.
 */
export class JsonSplitter {
  private readonly window: ByteWindow;
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
  /** Bytes that were gone back over. */
  private goneBack = 0;
  /** Beginning of a value that grew too large. */
  private kept: Buffer | null = null;

  constructor(
    source: ByteSource,
    private readonly maxRecordBytes: number,
  ) {
    this.window = new ByteWindow(source);
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
    return { kind: 'value', firstLine: line, lastLine: line, bytes: this.taken(), depth: 0, fault };
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
        if (window.at - window.mark > this.maxRecordBytes) this.keepHeadOnly();
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
    const isWhole = this.kept === null;
    const bytes = isWhole ? this.taken() : this.takenHead();
    const fault = scalarFault(bytes, isWhole);
    return { kind: 'value', firstLine: window.line, lastLine: window.line, bytes, depth: 0, fault };
  }

  /** An object, or an array where an object is expected, from its opening to its closing bracket. */
  private takeContainer(): JsonPiece {
    const { window } = this;
    const firstLine = window.line;
    this.mayHaveComma = true;
    const { depth, end } = this.walkContainer();
    // A broken object's last line is the one its string was left open on, or the one before the next object's.
    const lastLine = end === 'notClosed' ? window.line - 1 : window.line;
    if (end === 'truncated') this.truncated = true;
    const fault = end === 'closed' ? null : FAULTS[end];
    const bytes = fault === null ? this.taken() : this.takenHead();
    return {
      kind: 'value',
      firstLine,
      lastLine: end === 'truncated' ? Math.max(firstLine, window.lines) : lastLine,
      bytes,
      depth,
      fault,
    };
  }

  private walkContainer(): { depth: number; end: ContainerEnd } {
    const { window } = this;
    const closing = (window.buffer[window.at] ?? 0) + 2;
    let depth = 0;
    let deepest = 0;
    let inString = false;
    let escaped = false;
    let tooLarge = false;
    /** The first line after this value's that could be the next value's. */
    let next: Place | null = null;
    for (;;) {
      if (window.at >= window.filled) {
        if (window.at - window.mark > this.maxRecordBytes) {
          if (next !== null) return { depth: deepest, end: this.goBackTo(next) };
          tooLarge = true;
          this.keepHeadOnly();
        }
        if (!window.more()) {
          return { depth: deepest, end: next === null ? 'truncated' : this.goBackTo(next) };
        }
      }
      const byte = window.buffer[window.at] ?? 0;
      if (byte === LF || byte === CR) {
        if (inString) return { depth: deepest, end: 'openString' };
        window.passLineEnd(byte);
        continue;
      }
      if (byte === OPEN_BRACE && next === null && !inString && depth > 0 && !tooLarge && this.isAtIndent()) {
        next = window.place;
        if (this.mustSpare()) return { depth: deepest, end: 'notClosed' };
      }
      window.at += 1;
      if (inString) {
        if (escaped) escaped = false;
        else if (byte === BACKSLASH) escaped = true;
        else if (byte === QUOTE) inString = false;
      } else if (byte === QUOTE) inString = true;
      else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        depth += 1;
        if (depth > deepest) deepest = depth;
      } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
        depth -= 1;
        if (depth > 0) continue;
        // What closes here is not this value but the array around it.
        if (byte !== closing && next !== null) return { depth: deepest, end: this.goBackTo(next) };
        const isTooLarge = tooLarge || window.at - window.mark > this.maxRecordBytes;
        return { depth: deepest, end: isTooLarge ? 'tooLarge' : 'closed' };
      }
    }
  }

  /** Whether the next byte is the first of its line at the indentation of the value. */
  private isAtIndent(): boolean {
    const { window } = this;
    if (window.column !== this.indent) return false;
    for (let at = window.at - this.indent; at < window.at; at += 1) {
      const byte = window.buffer[at];
      if (byte !== 32 && byte !== 9) return false;
    }
    return window.at - this.indent > window.mark;
  }

  private goBackTo(place: Place): 'notClosed' {
    this.goneBack += this.window.offset - place.offset;
    this.window.goBack(place);
    return 'notClosed';
  }

  /** A file of nothing but broken values must not be read a thousand times over. */
  private mustSpare(): boolean {
    return this.goneBack > this.window.offset + FREE_WALKS * this.maxRecordBytes;
  }

  /** Lets go of all but the beginning of a value that is not going to be parsed, so that the window does not grow. */
  private keepHeadOnly(): void {
    const { window } = this;
    this.kept ??= headOf(this.taken());
    window.mark = window.at;
  }

  private taken(): Buffer {
    const { buffer, mark, at } = this.window;
    return Buffer.from(buffer.subarray(mark, at));
  }

  private takenHead(): Buffer {
    const { kept } = this;
    this.kept = null;
    return kept ?? headOf(this.taken());
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

/** The beginning of a value, not cut inside a character. */
function headOf(bytes: Buffer): Buffer {
  if (bytes.length <= KEPT_BYTES) return bytes;
  let end = KEPT_BYTES;
  while (end > KEPT_BYTES - MAX_CONTINUATION_BYTES && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return Buffer.from(bytes.subarray(0, end));
}
