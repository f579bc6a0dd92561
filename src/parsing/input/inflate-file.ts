import { BoundedOutput, BoundExceededError, type InflateBounds } from './bounded-output.js';
import { FileWindow } from './file-window.js';
import { inflateGzip } from './inflate-gzip.js';
import { inflateZstd, UnsupportedFrameError } from './inflate-zstd.js';
import type { StreamFault } from './stream-fault.js';

export type InflateResult =
  | { readonly kind: 'inflated'; readonly bytes: number; readonly fault: StreamFault | null }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'ratio-exceeded' }
  | { readonly kind: 'unsupported' };

const INFLATERS = { gzip: inflateGzip, zstd: inflateZstd } as const;

/**
 * Inflates a file into `target`, never writing more than the bounds allow; one layer, whatever comes out. A broken or
 * truncated stream is no error: what came before the fault is kept.
 *
 * @throws the file system's error, where reading or writing fails
 */
export async function inflateFile(
  compression: 'gzip' | 'zstd',
  source: string,
  target: string,
  bounds: InflateBounds,
): Promise<InflateResult> {
  const input = new FileWindow(source);
  const output = new BoundedOutput(target, input.size, bounds);
  try {
    const fault = await INFLATERS[compression](input, output);
    return { kind: 'inflated', bytes: output.bytes, fault };
  } catch (error) {
    if (error instanceof BoundExceededError) return { kind: error.kind };
    if (error instanceof UnsupportedFrameError) return { kind: 'unsupported' };
    throw error;
  } finally {
    input.close();
    output.close();
  }
}
