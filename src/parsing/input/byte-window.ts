import type { ByteSource } from './byte-source.js';

const CHUNK_BYTES = 512 * 1024;
const LF = 10;

/** Where a window was, and what it knew there. */
export interface Place {
  /** Bytes of the source before it. */
  readonly offset: number;
  readonly lineEnds: number;
  readonly afterLineEnd: number;
  readonly lastEndWasCr: boolean;
}

/** A piece of a source that moves forward; what lies behind `mark` stays until it is let go. Counts line ends on the way. */
export class ByteWindow {
  buffer: Buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  /** The next byte to look at. */
  at = 0;
  filled = 0;
  /** First byte that must stay. */
  mark = 0;
  /** LF, CRLF and lone CR passed so far. */
  lineEnds = 0;
  private base = 0;
  private afterLineEnd = 0;
  private lastEndWasCr = false;
  private ended = false;

  constructor(private readonly source: ByteSource) {}

  /** 1-based line of the next byte. */
  get line(): number {
    return this.lineEnds + 1;
  }

  /** Lines up to the next byte, one that has begun included. */
  get lines(): number {
    return this.lineEnds + (this.base + this.at > this.afterLineEnd ? 1 : 0);
  }

  /** The next byte's place in the source. */
  get offset(): number {
    return this.base + this.at;
  }

  get place(): Place {
    const { offset, lineEnds, afterLineEnd, lastEndWasCr } = this;
    return { offset, lineEnds, afterLineEnd, lastEndWasCr };
  }

  /** Goes back to a place that lies behind `mark`. */
  goBack(place: Place): void {
    this.at = place.offset - this.base;
    this.lineEnds = place.lineEnds;
    this.afterLineEnd = place.afterLineEnd;
    this.lastEndWasCr = place.lastEndWasCr;
  }

  /** Bytes between the last line end and the next byte. */
  get column(): number {
    return this.offset - this.afterLineEnd;
  }

  /** Steps over the LF or CR at `at` and counts the line it ends. */
  passLineEnd(byte: number): void {
    const offset = this.base + this.at;
    if (!(byte === LF && this.lastEndWasCr && offset === this.afterLineEnd)) this.lineEnds += 1;
    this.lastEndWasCr = byte !== LF;
    this.afterLineEnd = offset + 1;
    this.at += 1;
  }

  /** Drops a UTF-8 byte order mark at the start; to be called before anything else. */
  skipByteOrderMark(): void {
    while (this.filled < 3 && this.more());
    if (this.filled < 3 || this.buffer.readUIntBE(0, 3) !== 0xefbbbf) return;
    this.at = 3;
    this.mark = 3;
    this.afterLineEnd = 3;
  }

  /** Reads on, keeping what lies behind `mark`; false at the end of the source. */
  more(): boolean {
    if (this.ended) return false;
    this.buffer.copyWithin(0, this.mark, this.filled);
    this.base += this.mark;
    this.at -= this.mark;
    this.filled -= this.mark;
    this.mark = 0;
    if (this.filled === this.buffer.length) {
      const larger = Buffer.allocUnsafe(this.buffer.length * 2);
      this.buffer.copy(larger, 0, 0, this.filled);
      this.buffer = larger;
    }
    const count = this.source.read(this.buffer, this.filled);
    this.filled += count;
    this.ended = count === 0;
    return !this.ended;
  }
}
