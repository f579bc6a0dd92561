import type { BoundedOutput } from './bounded-output.js';
import type { FileWindow } from './file-window.js';
import type { StreamFault } from './stream-fault.js';
import { ZSTD_ERRORS, ZstdStream } from './zstd-decoder.js';

/** The file cannot be inflated here although nothing is wrong with it. */
export class UnsupportedFrameError extends Error {}

/**
 * Inflates a zstd file of one or several frames, skippable ones among them (RFC 8878 §3.1).
 *
 * @returns why the file could not be read to its end, null where it was
 * @throws BoundExceededError
 * @throws UnsupportedFrameError where a frame needs a dictionary or a window above 128 MiB
 */
export async function inflateZstd(input: FileWindow, output: BoundedOutput): Promise<StreamFault | null> {
  const stream = await ZstdStream.open();
  try {
    return inflateFrames(stream, input, output);
  } finally {
    stream.close();
  }
}

function inflateFrames(stream: ZstdStream, input: FileWindow, output: BoundedOutput): StreamFault | null {
  let atFrameEnd = true;
  for (let offset = 0; ;) {
    const piece = input.from(offset);
    if (piece.length === 0 && atFrameEnd) return null;
    const step = stream.step(piece);
    output.write(step.output);
    if (step.error === ZSTD_ERRORS.windowTooLarge || step.error === ZSTD_ERRORS.dictionaryWrong) {
      throw new UnsupportedFrameError(`zstd error ${step.error}`);
    }
    if (step.error === ZSTD_ERRORS.prefixUnknown) return { code: 'TRAILING_GARBAGE', offset };
    offset += step.consumed;
    if (step.error !== 0) return { code: 'CORRUPT_INPUT', offset };
    if (piece.length === 0 && step.output.length === 0) return { code: 'TRUNCATED_INPUT', offset };
    atFrameEnd = step.atFrameEnd;
  }
}
