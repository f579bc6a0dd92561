import { Readable } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import type { BoundedOutput } from './bounded-output.js';
import type { FileWindow } from './file-window.js';
import { gzipHeaderLength } from './gzip-header.js';
import type { StreamFault } from './stream-fault.js';

/** Longest header of a member that is read: names and comments have no bound of their own. */
const MAX_HEADER_BYTES = 64 * 1024;
const TRAILER_BYTES = 8;
/** What a damaged member gave last is lost with its chunk, so chunks are not larger than speed needs. */
const CHUNK_BYTES = 64 * 1024;

interface InflatedMember {
  /** Bytes of the compressed file that its data took. */
  readonly consumed: number;
  readonly crc: number;
  readonly bytes: number;
  readonly fault: StreamFault['code'] | null;
}

/**
 * Inflates a gzip file of one or several members (RFC 1952). What follows them is treated as `gzip -d` treats it: zeros
 * are padding, anything else is ignored with a warning.
 *
 * @returns why the file could not be read to its end, null where it was
 * @throws BoundExceededError
 */
export async function inflateGzip(input: FileWindow, output: BoundedOutput): Promise<StreamFault | null> {
  for (let offset = 0; offset < input.size;) {
    const header = gzipHeaderLength(input.from(offset, MAX_HEADER_BYTES).subarray(0, MAX_HEADER_BYTES));
    if (header === 'none') return isPadding(input, offset) ? null : { code: 'TRAILING_GARBAGE', offset };
    if (header === 'cut') return { code: 'TRUNCATED_INPUT', offset };
    const member = await inflateMember(input, offset + header, output);
    offset += header + member.consumed;
    if (member.fault !== null) return { code: member.fault, offset };
    const trailer = input.from(offset, TRAILER_BYTES);
    if (trailer.length < TRAILER_BYTES) return { code: 'TRUNCATED_INPUT', offset };
    const isIntact = trailer.readUInt32LE(0) === member.crc && trailer.readUInt32LE(4) === member.bytes;
    if (!isIntact) return { code: 'CORRUPT_INPUT', offset };
    offset += TRAILER_BYTES;
  }
  return null;
}

/** Inflates one member's data, raw deflate (RFC 1951). */
async function inflateMember(
  input: FileWindow,
  start: number,
  output: BoundedOutput,
): Promise<InflatedMember> {
  const inflater = createInflateRaw({ chunkSize: CHUNK_BYTES });
  const source = Readable.from(pieces(input, start), { objectMode: false });
  let crc = 0;
  let bytes = 0;
  // Not an iterator, which would drop what was inflated before an error.
  inflater.on('data', (chunk: Buffer) => {
    crc = crc32(chunk, crc);
    bytes += chunk.length;
    try {
      output.write(chunk);
    } catch (error) {
      inflater.destroy(error as Error);
    }
  });
  try {
    const fault = await new Promise<StreamFault['code'] | null>((resolve, reject) => {
      source.once('error', reject);
      inflater.once('end', () => {
        resolve(null);
      });
      inflater.once('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'Z_BUF_ERROR') resolve('TRUNCATED_INPUT');
        else if (error.code === 'Z_DATA_ERROR') resolve('CORRUPT_INPUT');
        else reject(error);
      });
      source.pipe(inflater);
    });
    // The trailer holds the size modulo 2^32.
    return { consumed: inflater.bytesWritten, crc, bytes: bytes % 2 ** 32, fault };
  } finally {
    source.destroy();
    inflater.destroy();
  }
}

function* pieces(input: FileWindow, start: number): Generator<Buffer> {
  for (let offset = start, piece; (piece = input.from(offset)).length > 0; offset += piece.length)
    yield piece;
}

function isPadding(input: FileWindow, start: number): boolean {
  for (const piece of pieces(input, start)) if (piece.some((byte) => byte !== 0)) return false;
  return true;
}
