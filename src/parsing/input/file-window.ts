import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const WINDOW_BYTES = 256 * 1024;

/** Bytes of a file by offset, a piece at a time; small steps forward are served from memory. */
export class FileWindow {
  readonly size: number;
  private readonly descriptor: number;
  private bytes: Buffer = Buffer.alloc(0);
  private start = 0;

  constructor(path: string) {
    this.descriptor = openSync(path, 'r');
    this.size = fstatSync(this.descriptor).size;
  }

  /**
   * What lies at `offset`: at least `wanted` bytes where the file has them and they fit the window, none at its end. The
   * bytes stay as they are: an inflater may still be at them while the next piece is read.
   */
  from(offset: number, wanted = 1): Buffer {
    const at = offset - this.start;
    if (at < 0 || at + wanted > this.bytes.length) this.load(offset);
    return this.bytes.subarray(offset - this.start);
  }

  close(): void {
    closeSync(this.descriptor);
  }

  private load(offset: number): void {
    const target = Buffer.allocUnsafe(WINDOW_BYTES);
    let filled = 0;
    for (let count = -1; count !== 0 && filled < WINDOW_BYTES; filled += count) {
      count = readSync(this.descriptor, target, filled, WINDOW_BYTES - filled, offset + filled);
    }
    this.bytes = target.subarray(0, filled);
    this.start = offset;
  }
}
