import type { ByteWindow, Place } from '../input/byte-window.js';
import type { PieceBytes } from './json-piece-bytes.js';

const LF = 10;
const CR = 13;
const QUOTE = 34;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 92;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
/** So many values of the largest size may be walked for nothing, beside as many bytes as the file has. */
const FREE_WALKS = 16;

export type ContainerEnd = 'closed' | 'truncated' | 'tooLarge' | 'openString' | 'notClosed';

/**
 * Walks over an object or an array to where it ends. One that is never closed ends before the next line that begins with
 * `{` at its own indentation, so that what follows is still read.
 */
export class ContainerWalk {
  /** Bytes that were gone back over. */
  private goneBack = 0;

  constructor(
    private readonly window: ByteWindow,
    private readonly piece: PieceBytes,
    private readonly maxRecordBytes: number,
  ) {}

  /**
   * From the opening to the closing bracket.
   *
   * @param indent - blanks in front of the value on its line
   */
  walk(indent: number): { depth: number; end: ContainerEnd } {
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
          this.piece.keepHeadOnly();
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
      if (
        byte === OPEN_BRACE &&
        next === null &&
        !inString &&
        depth > 0 &&
        !tooLarge &&
        this.isAtIndent(indent)
      ) {
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
  private isAtIndent(indent: number): boolean {
    const { window } = this;
    if (window.column !== indent) return false;
    for (let at = window.at - indent; at < window.at; at += 1) {
      const byte = window.buffer[at];
      if (byte !== 32 && byte !== 9) return false;
    }
    return window.at - indent > window.mark;
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
}
