import type { ByteSource } from './byte-source.js';
import { validUtf8 } from './valid-utf8.js';
import { indexOrEnd } from './index-or-end.js';

const LF = 0x0a;
const CR = 0x0d;
/** Text kept of a line that is too long to be read. */
const KEPT_CHARACTERS = 1024;
const DEFAULT_CHUNK_BYTES = 512 * 1024;
const NOTHING = Buffer.alloc(0);

/**
 * Splits a UTF-8 source into lines. LF, CRLF and a lone CR each end a line; the last line needs no end; a byte order
 * mark at the start is dropped. A line longer than `maxLineBytes` is reported as too long without being held.
 *
 * A line is a range of bytes, which are valid UTF-8 without NUL and never change: each read goes into memory of its own.
 * Who needs characters asks for `text`.
 */
export class LineReader {
  /** 1-based number of the current line, and so the count of lines so far. */
  lineNo = 0;
  /** The current line is `bytes[start, end)`, without its end; only the beginning where it is too long. */
  bytes: Buffer = NOTHING;
  start = 0;
  end = 0;
  /** Whether the current line exceeds the bound. */
  tooLong = false;
  /** Bytes that were no valid UTF-8, or NUL, and became U+FFFD; those of lines that are too long do not count. */
  replacedBytes = 0;

  private buffer: Buffer;
  /** Bytes of the buffer that are filled; those from `unread` on are not yet given out as lines. */
  private filled = 0;
  private unread = 0;
  private ended = false;
  private atFileStart = true;
  /** Complete lines, from `cursor` on not yet given out. */
  private lines: Buffer = NOTHING;
  private linesAreAscii = true;
  /** The bytes of the file that `lines` was made of, where some were replaced. */
  private original: Buffer | null = null;
  private cursor = 0;
  /** Next CR in `lines`, behind their end where there is none. */
  private nextCr = 0;
  /** All of `lines` as text, made when it is first asked for. */
  private linesText: string | null = null;

  constructor(
    private readonly source: ByteSource,
    private readonly maxLineBytes: number,
    private readonly chunkBytes = DEFAULT_CHUNK_BYTES,
  ) {
    this.buffer = Buffer.allocUnsafeSlow(chunkBytes);
  }

  /** The characters of the current line. */
  get text(): string {
    if (this.bytes !== this.lines || !this.linesAreAscii) {
      return this.bytes.toString('utf8', this.start, this.end);
    }
    // Cutting pieces of one string is far cheaper than making each from bytes.
    this.linesText ??= this.lines.toString('latin1');
    return this.linesText.slice(this.start, this.end);
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
    this.takeLine();
    this.lineNo += 1;
    this.tooLong = this.end - this.start > this.maxLineBytes && this.isTooLongInFile();
    if (this.tooLong) this.keepOnly(this.text.slice(0, KEPT_CHARACTERS));
    return true;
  }

  /** Replacement makes a line longer, up to three times; the bound is one of the line as it stands in the file. */
  private isTooLongInFile(): boolean {
    if (this.original === null) return true;
    const line = lineAt(this.original, lineEndsIn(this.lines.subarray(0, this.start)));
    if (line.length <= this.maxLineBytes) return false;
    this.replacedBytes -= validUtf8(line).replaced;
    return true;
  }

  private takeLine(): void {
    const { lines, cursor } = this;
    this.bytes = lines;
    this.start = cursor;
    const lf = lines.indexOf(LF, cursor);
    const end = lf < 0 ? lines.length : lf;
    if (this.nextCr < cursor) this.nextCr = indexOrEnd(lines, CR, cursor);
    if (this.nextCr < end) {
      this.end = this.nextCr;
      this.cursor = this.nextCr + (lines[this.nextCr + 1] === LF ? 2 : 1);
    } else {
      this.end = end;
      this.cursor = end + 1;
    }
  }

  private keepOnly(text: string): void {
    this.bytes = Buffer.from(text);
    this.start = 0;
    this.end = this.bytes.length;
  }

  /** Makes the next run of complete lines ready in `lines`. */
  private nextLines(): 'lines' | 'too-long' | 'end' {
    for (;;) {
      const end = this.endOfCompleteLines();
      if (end > this.unread) {
        this.giveOut(end);
        return 'lines';
      }
      if (this.ended) return 'end';
      if (this.unreadLineBytes() > this.maxLineBytes) {
        this.skipTooLongLine();
        return 'too-long';
      }
      this.refill();
    }
  }

  /** Length of the line whose end is not in the buffer yet; a CR that ends the buffer may be that. */
  private unreadLineBytes(): number {
    const end = this.buffer[this.filled - 1] === CR ? this.filled - 1 : this.filled;
    return end - this.unread;
  }

  /** Index behind the last line end in the buffer; at the end of the source, behind the last byte. */
  private endOfCompleteLines(): number {
    if (this.ended) return this.filled;
    const lf = this.buffer.subarray(this.unread, this.filled).lastIndexOf(LF);
    const end = lf < 0 ? this.unread : this.unread + lf + 1;
    // A CR that ends the buffer may be half of a CRLF, so it waits for the next byte.
    const cr = this.buffer.subarray(end, Math.max(end, this.filled - 1)).lastIndexOf(CR);
    return cr < 0 ? end : end + cr + 1;
  }

  private giveOut(end: number): void {
    this.atFileStart = false;
    const original = this.buffer.subarray(this.unread, end);
    const { bytes, ascii, replaced } = validUtf8(original);
    this.unread = end;
    this.replacedBytes += replaced;
    this.lines = bytes;
    this.original = replaced > 0 ? original : null;
    this.linesAreAscii = ascii;
    this.linesText = null;
    this.cursor = 0;
    this.nextCr = indexOrEnd(bytes, CR, 0);
  }

  private refill(): void {
    if (this.filled === this.buffer.length) this.startBuffer();
    const count = this.source.read(this.buffer, this.filled);
    this.filled += count;
    this.ended = count === 0;
    if (this.atFileStart && (this.filled >= 3 || this.ended)) this.dropByteOrderMark();
  }

  /** Lines that were given out may still be looked at, so their memory is not used again. */
  private startBuffer(): void {
    const rest = this.buffer.subarray(this.unread);
    this.buffer = Buffer.allocUnsafeSlow(Math.max(this.chunkBytes, rest.length * 2));
    this.buffer.set(rest);
    this.filled = rest.length;
    this.unread = 0;
  }

  private dropByteOrderMark(): void {
    this.atFileStart = false;
    const marked = this.buffer[0] === 0xef && this.buffer[1] === 0xbb && this.buffer[2] === 0xbf;
    if (marked && this.filled >= 3) this.unread = 3;
  }

  private skipTooLongLine(): void {
    // Up to four bytes more than characters kept, so that a cut character costs nothing visible.
    const keptEnd = Math.min(this.filled, this.unread + KEPT_CHARACTERS * 4);
    const kept = validUtf8(this.buffer.subarray(this.unread, keptEnd)).bytes.toString();
    this.keepOnly(kept.slice(0, KEPT_CHARACTERS));
    let endsInCr = this.buffer[this.filled - 1] === CR;
    this.buffer = Buffer.allocUnsafeSlow(this.chunkBytes);
    do {
      // One byte stays, so that a CRLF cut in two is still one line end.
      this.buffer[0] = endsInCr ? CR : 0;
      const count = this.source.read(this.buffer, 1);
      this.filled = 1 + count;
      if (count === 0) {
        this.ended = true;
        this.unread = this.filled;
        return;
      }
      endsInCr = this.buffer[this.filled - 1] === CR;
    } while (!this.findLineEnd());
  }

  /** Moves `unread` behind the first line end in the buffer, unless it is a CR whose LF may still come. */
  private findLineEnd(): boolean {
    const view = this.buffer.subarray(0, this.filled);
    const lf = view.indexOf(LF);
    const cr = view.indexOf(CR);
    const first = lf < 0 ? cr : cr < 0 ? lf : Math.min(lf, cr);
    if (first < 0 || (first === cr && first === this.filled - 1)) return false;
    this.unread = first + (first === cr && view[first + 1] === LF ? 2 : 1);
    return true;
  }
}

function lineEndsIn(bytes: Uint8Array): number {
  let count = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    if (bytes[at] === LF || (bytes[at] === CR && bytes[at + 1] !== LF)) count += 1;
  }
  return count;
}

/** The line behind the given number of line ends, without its own. */
function lineAt(bytes: Buffer, lineEnds: number): Buffer {
  let start = 0;
  for (let left = lineEnds; left > 0; start += 1) {
    if (bytes[start] === LF || (bytes[start] === CR && bytes[start + 1] !== LF)) left -= 1;
  }
  return bytes.subarray(start, Math.min(indexOrEnd(bytes, LF, start), indexOrEnd(bytes, CR, start)));
}
