import { createReadStream, createWriteStream, statSync } from 'node:fs';
import { Transform, type TransformCallback } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';

export interface InflateBounds {
  readonly maxBytes: number;
  /** Inflated bytes per compressed byte that are still believed. */
  readonly maxRatio: number;
}

export type InflateResult =
  | { readonly kind: 'inflated'; readonly bytes: number; readonly truncated: boolean }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'ratio-exceeded' };

/** Small files compress astonishingly well without meaning harm; below this size the ratio is not looked at. */
const RATIO_FREE_BYTES = 1024 * 1024;

class BoundExceededError extends Error {
  constructor(readonly kind: 'too-large' | 'ratio-exceeded') {
    super(kind);
  }
}

class BoundedPassage extends Transform {
  bytes = 0;

  constructor(
    private readonly bounds: InflateBounds,
    private readonly compressedBytes: number,
  ) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.bytes += chunk.length;
    if (this.bytes > this.bounds.maxBytes) {
      done(new BoundExceededError('too-large'));
      return;
    }
    const ratioBound = Math.max(this.compressedBytes * this.bounds.maxRatio, RATIO_FREE_BYTES);
    if (this.bytes > ratioBound) {
      done(new BoundExceededError('ratio-exceeded'));
      return;
    }
    done(null, chunk);
  }
}

/**
 * Inflates a gzip file of one or several members (RFC 1952) into `target`, never writing more than the bounds allow.
 * A broken or truncated stream is no error: what came before the fault is kept and `truncated` is set.
 *
 * @throws the file system's error, where reading or writing fails
 */
export async function inflateFile(
  source: string,
  target: string,
  bounds: InflateBounds,
): Promise<InflateResult> {
  const gunzip = createGunzip({ chunkSize: 256 * 1024 });
  const passage = new BoundedPassage(bounds, statSync(source).size);
  const state = { truncated: false };
  // A broken stream must still flush what was inflated, so the inflater's error ends the passage instead of failing it.
  gunzip.once('error', () => {
    state.truncated = true;
    passage.end();
  });
  gunzip.on('data', (chunk: Buffer) => {
    if (!passage.write(chunk)) {
      gunzip.pause();
      passage.once('drain', () => gunzip.resume());
    }
  });
  gunzip.once('end', () => passage.end());
  const input = createReadStream(source, { highWaterMark: 256 * 1024 });
  const inputFailed = new Promise<never>((_resolve, reject) => {
    input.once('error', reject);
  });
  input.pipe(gunzip);
  try {
    await Promise.race([pipeline(passage, createWriteStream(target)), inputFailed]);
  } catch (error) {
    if (error instanceof BoundExceededError) return { kind: error.kind };
    throw error;
  } finally {
    input.destroy();
    gunzip.destroy();
    passage.destroy();
  }
  return { kind: 'inflated', bytes: passage.bytes, truncated: state.truncated };
}
