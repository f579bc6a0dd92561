import type { ByteSink } from './byte-sink.js';

/** Text of bounded length that is put together from pieces. */
export class ByteBuffer implements ByteSink {
  private readonly buffer: Buffer;
  private used = 0;

  constructor(capacity: number) {
    this.buffer = Buffer.allocUnsafe(capacity);
  }

  append(source: Uint8Array, start: number, end: number): void {
    this.buffer.set(source.subarray(start, end), this.used);
    this.used += end - start;
  }

  appendByte(byte: number): void {
    this.buffer[this.used] = byte;
    this.used += 1;
  }

  taken(): Buffer {
    return this.buffer.subarray(0, this.used);
  }
}
