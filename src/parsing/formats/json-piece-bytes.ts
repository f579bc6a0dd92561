import type { ByteWindow } from '../input/byte-window.js';

/** What is kept of a piece that is not going to be parsed. */
export const KEPT_BYTES = 4096;
/** Bytes of a UTF-8 character behind its first. */
const MAX_CONTINUATION_BYTES = 3;

/** The bytes of the piece that is being walked, from the window's mark on, or only its beginning where it is too large. */
export class PieceBytes {
  private kept: Buffer | null = null;

  constructor(private readonly window: ByteWindow) {}

  /** Whether nothing of the piece was let go of. */
  get isWhole(): boolean {
    return this.kept === null;
  }

  /** Lets go of all but the beginning of a value that is not going to be parsed, so that the window does not grow. */
  keepHeadOnly(): void {
    this.kept ??= headOf(this.taken());
    this.window.mark = this.window.at;
  }

  taken(): Buffer {
    const { buffer, mark, at } = this.window;
    return Buffer.from(buffer.subarray(mark, at));
  }

  /** The beginning alone; ends the piece. */
  takenHead(): Buffer {
    const { kept } = this;
    this.kept = null;
    return kept ?? headOf(this.taken());
  }
}

/** The beginning of a value, not cut inside a character. */
function headOf(bytes: Buffer): Buffer {
  if (bytes.length <= KEPT_BYTES) return bytes;
  let end = KEPT_BYTES;
  while (end > KEPT_BYTES - MAX_CONTINUATION_BYTES && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return Buffer.from(bytes.subarray(0, end));
}
