import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** Something that hands out bytes in order: a file, or a test's buffers. */
export interface ByteSource {
  /** Bytes in total. */
  readonly size: number;
  /** Bytes handed out so far. */
  readonly position: number;
  /** Fills `target[offset, end)` with what comes next; returns how many bytes came, 0 at the end. */
  read(target: Buffer, offset: number): number;
  close(): void;
}

/** Reads a file from front to back with synchronous calls; the parser has a process of its own to block. */
export class FileByteSource implements ByteSource {
  readonly size: number;
  position = 0;
  private readonly descriptor: number;

  constructor(path: string) {
    this.descriptor = openSync(path, 'r');
    this.size = fstatSync(this.descriptor).size;
  }

  read(target: Buffer, offset: number): number {
    const count = readSync(this.descriptor, target, offset, target.length - offset, null);
    this.position += count;
    return count;
  }

  close(): void {
    closeSync(this.descriptor);
  }
}
