import { closeSync, openSync, writeSync } from 'node:fs';

export interface InflateBounds {
  readonly maxBytes: number;
  /** Inflated bytes per compressed byte that are still believed. */
  readonly maxRatio: number;
}

/** Small files compress astonishingly well without meaning harm; below this size the ratio is not looked at. */
const RATIO_FREE_BYTES = 1024 * 1024;

export class BoundExceededError extends Error {
  constructor(readonly kind: 'too-large' | 'ratio-exceeded') {
    super(kind);
  }
}

/** A file that takes inflated bytes and never grows beyond its bounds. */
export class BoundedOutput {
  bytes = 0;
  private readonly descriptor: number;
  private readonly ratioBound: number;

  constructor(
    path: string,
    compressedBytes: number,
    private readonly bounds: InflateBounds,
  ) {
    this.descriptor = openSync(path, 'w');
    this.ratioBound = Math.max(compressedBytes * bounds.maxRatio, RATIO_FREE_BYTES);
  }

  /** @throws BoundExceededError before anything beyond a bound is written */
  write(chunk: Uint8Array): void {
    this.bytes += chunk.length;
    if (this.bytes > this.bounds.maxBytes) throw new BoundExceededError('too-large');
    if (this.bytes > this.ratioBound) throw new BoundExceededError('ratio-exceeded');
    for (let written = 0; written < chunk.length;) {
      written += writeSync(this.descriptor, chunk, written);
    }
  }

  close(): void {
    closeSync(this.descriptor);
  }
}
