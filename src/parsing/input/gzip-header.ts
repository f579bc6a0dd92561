const FIXED_BYTES = 10;
const HEADER_CRC = 0x02;
const EXTRA = 0x04;
const NAME = 0x08;
const COMMENT = 0x10;
const RESERVED = 0xe0;

/**
 * Length of the gzip member header at the beginning of `bytes` (RFC 1952 §2.3).
 *
 * @returns `none` where there is none, `cut` where it goes on behind `bytes`
 */
export function gzipHeaderLength(bytes: Buffer): number | 'none' | 'cut' {
  if (bytes.length < FIXED_BYTES) return startsLikeHeader(bytes) ? 'cut' : 'none';
  const flags = bytes.readUInt8(3);
  if (!startsLikeHeader(bytes) || (flags & RESERVED) !== 0) return 'none';
  let length = FIXED_BYTES;
  if ((flags & EXTRA) !== 0) {
    if (bytes.length < length + 2) return 'cut';
    length += 2 + bytes.readUInt16LE(length);
  }
  for (const flag of [NAME, COMMENT]) {
    if ((flags & flag) === 0) continue;
    const end = bytes.indexOf(0, length);
    if (end < 0 || length > bytes.length) return 'cut';
    length = end + 1;
  }
  if ((flags & HEADER_CRC) !== 0) length += 2;
  return length > bytes.length ? 'cut' : length;
}

function startsLikeHeader(bytes: Buffer): boolean {
  return [0x1f, 0x8b, 8].every((byte, at) => at >= bytes.length || bytes[at] === byte);
}
