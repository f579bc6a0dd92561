/** Bytes made valid: what was no UTF-8, or NUL, became U+FFFD. */
export interface ReplacedBytes {
  readonly bytes: Buffer;
  /** Input bytes that were replaced. */
  readonly replaced: number;
}

const REPLACEMENT = [0xef, 0xbf, 0xbd] as const;

/**
 * Length of the valid sequence at `at`, or minus the length of the maximal invalid subpart there
 * (Unicode 15 §3.9, table 3-7, and "best practice for using U+FFFD"); NUL counts as invalid.
 */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead === 0) return -1;
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return -1;
  const length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  for (let i = 1; i < length; i += 1) {
    const byte = bytes[at + i];
    const inRange = byte !== undefined && byte >= (i === 1 ? low : 0x80) && byte <= (i === 1 ? high : 0xbf);
    if (!inRange) return -i;
  }
  return length;
}

/** Copies `bytes`, replacing every maximal invalid UTF-8 subpart and every NUL by U+FFFD. */
export function replaceInvalidUtf8(bytes: Uint8Array): ReplacedBytes {
  const output = Buffer.allocUnsafe(bytes.length * REPLACEMENT.length);
  let size = 0;
  let replaced = 0;
  for (let at = 0; at < bytes.length;) {
    const length = sequenceLength(bytes, at);
    if (length > 0) {
      for (let i = 0; i < length; i += 1) output[size + i] = bytes[at + i] ?? 0;
      size += length;
      at += length;
    } else {
      for (let i = 0; i < REPLACEMENT.length; i += 1) output[size + i] = REPLACEMENT[i] ?? 0;
      size += REPLACEMENT.length;
      at -= length;
      replaced -= length;
    }
  }
  return { bytes: output.subarray(0, size), replaced };
}
