import type { ByteSource } from './byte-source.js';
import { TextDecoding } from './decode-text.js';

const LF = 0x0a;
const CR = 0x0d;
/** Text kept of a line that is too long to be read. */
const KEPT_CHARACTERS = 1024;
const DEFAULT_CHUNK_BYTES = 512 * 1024;

/**
 * Splits a UTF-8 source into lines. LF, CRLF and a lone CR each end a line; the last line needs no end; a byte order
 * mark at the start is dropped. A line longer than `maxLineBytes` is reported as too long without being held.
 *
 * Whole chunks of lines are decoded at once and cut as strings: per line that costs one search and one slice.
 */
export class LineReader {
  /** 1-based number of the current line, and so the count of lines so far. */
  lineNo = 0;
  /** The current line without its end; only the beginning where it is too long. */
  text = '';
  /** Whether the current line exceeds the bound. */
  tooLong = false;

  private readonly decoding = new TextDecoding();
  private buffer: Buffer;
  /** Bytes of the buffer that are filled; from `start` they are not yet decoded. */
  private filled = 0;
  private start = 0;
  private ended = false;
  private atFileStart = true;
  /** Decoded complete lines, each ended by LF. */
  private lines = '';
  private cursor = 0;
  private linesAreAscii = true;

  constructor(
    private readonly source: ByteSource,
    private readonly maxLineBytes: number,
    private readonly chunkBytes = DEFAULT_CHUNK_BYTES,
  ) {
    this.buffer = Buffer.allocUnsafe(chunkBytes);
  }

  get replacedBytes(): number {
    return this.decoding.replacedBytes;
  }

  /** Goes to the next line; false at the end of the source. */
  next(): boolean {
    if (this.cursor >= this.lines.length) {
      const found = this.nextLines();
      if (found === 'end') return false;
      if (found === 'too-long') {
        this.lineNo += 1;
        this.tooLong = true;
        return true;
      }
    }
    const end = this.lines.indexOf('\n', this.cursor);
    this.text = this.lines.slice(this.cursor, end);
    this.cursor = end + 1;
    this.lineNo += 1;
    this.tooLong = this.exceedsBound(this.text);
    if (this.tooLong) this.text = this.text.slice(0, KEPT_CHARACTERS);
    return true;
  }

  private exceedsBound(text: string): boolean {
    if (text.length > this.maxLineBytes) return true;
    if (this.linesAreAscii || text.length * 3 <= this.maxLineBytes) return false;
    return Buffer.byteLength(text) > this.maxLineBytes;
  }

  /** Decodes the next run of complete lines into `lines`. */
  private nextLines(): 'lines' | 'too-long' | 'end' {
    for (;;) {
      const end = this.endOfCompleteLines();
      if (end > this.start) {
        this.decodeUpTo(end);
        return 'lines';
      }
      if (this.ended) return 'end';
      if (this.filled - this.start > this.maxLineBytes) {
        this.skipTooLongLine();
        return 'too-long';
      }
      this.refill();
    }
  }

  /** Index behind the last line end in the buffer; at the end of the source, behind the last byte. */
  private endOfCompleteLines(): number {
    if (this.ended) return this.filled;
    const lf = this.buffer.subarray(this.start, this.filled).lastIndexOf(LF);
    const end = lf < 0 ? this.start : this.start + lf + 1;
    // A CR that ends the buffer may be half of a CRLF, so it waits for the next byte.
    const cr = this.buffer.subarray(end, Math.max(end, this.filled - 1)).lastIndexOf(CR);
    return cr < 0 ? end : end + cr + 1;
  }

  private decodeUpTo(end: number): void {
    this.atFileStart = false;
    const bytes = end - this.start;
    let text = this.decoding.decode(this.buffer, this.start, end);
    this.start = end;
    this.linesAreAscii = text.length === bytes;
    if (text.includes('\r')) text = text.replaceAll(/\r\n?/g, '\n');
    if (!text.endsWith('\n')) text += '\n';
    this.lines = text;
    this.cursor = 0;
  }

  private refill(): void {
    this.buffer.copyWithin(0, this.start, this.filled);
    this.filled -= this.start;
    this.start = 0;
    if (this.filled === this.buffer.length) {
      const larger = Buffer.allocUnsafe(this.buffer.length * 2);
      this.buffer.copy(larger, 0, 0, this.filled);
      this.buffer = larger;
    }
    const count = this.source.read(this.buffer, this.filled);
    this.filled += count;
    this.ended = count === 0;
    if (this.atFileStart && (this.filled >= 3 || this.ended)) this.dropByteOrderMark();
  }

  private dropByteOrderMark(): void {
    this.atFileStart = false;
    const marked = this.buffer[0] === 0xef && this.buffer[1] === 0xbb && this.buffer[2] === 0xbf;
    if (marked && this.filled >= 3) this.start = 3;
  }

  private skipTooLongLine(): void {
    // Up to four bytes more than characters kept, so that a cut character costs nothing visible.
    const keptEnd = Math.min(this.filled, this.start + KEPT_CHARACTERS * 4);
    this.text = new TextDecoding().decode(this.buffer, this.start, keptEnd).slice(0, KEPT_CHARACTERS);
    let endsInCr = this.buffer[this.filled - 1] === CR;
    if (this.buffer.length > this.chunkBytes) this.buffer = Buffer.allocUnsafe(this.chunkBytes);
    do {
      // One byte stays, so that a CRLF cut in two is still one line end.
      this.buffer[0] = endsInCr ? CR : 0;
      const count = this.source.read(this.buffer, 1);
      this.filled = 1 + count;
      if (count === 0) {
        this.ended = true;
        this.start = this.filled;
        return;
      }
      endsInCr = this.buffer[this.filled - 1] === CR;
    } while (!this.findLineEnd());
  }

  /** Moves `start` behind the first line end in the buffer, unless it is a CR whose LF may still come. */
  private findLineEnd(): boolean {
    const view = this.buffer.subarray(0, this.filled);
    const lf = view.indexOf(LF);
    const cr = view.indexOf(CR);
    const first = lf < 0 ? cr : cr < 0 ? lf : Math.min(lf, cr);
    if (first < 0 || (first === cr && first === this.filled - 1)) return false;
    this.start = first + (first === cr && view[first + 1] === LF ? 2 : 1);
    return true;
  }
}
