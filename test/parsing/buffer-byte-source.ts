import type { ByteSource } from '../../src/parsing/input/byte-source.js';

/** Hands out bytes that are in memory, `step` at a time. */
export class BufferByteSource implements ByteSource {
  position = 0;

  constructor(
    private readonly bytes: Buffer,
    private readonly step = bytes.length,
  ) {}

  get size(): number {
    return this.bytes.length;
  }

  read(target: Buffer, offset: number): number {
    const end = Math.min(
      this.position + this.step,
      this.bytes.length,
      this.position + target.length - offset,
    );
    const count = this.bytes.copy(target, offset, this.position, end);
    this.position += count;
    return count;
  }

  close(): void {
    this.position = this.bytes.length;
  }
}
