import { closeSync, openSync, writeFileSync } from 'node:fs';
import type { ByteSource } from './byte-source.js';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** Tells the encoding by byte order mark (Unicode §23.8); without one a file is UTF-8. */
export function encodingOf(head: Uint8Array): Encoding {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}

const CHUNK_BYTES = 1024 * 1024;
// With the u flag a pair is one character, so only lone surrogates match.
const LONE_SURROGATE = /\p{Surrogate}/gu;

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

/**
 * Writes a UTF-16 source as UTF-8 into `target`, without its byte order mark. Lone surrogates and a last half character
 * become U+FFFD.
 *
 * @returns how many bytes of the source were replaced so
 */
export function transcodeUtf16(
  source: ByteSource,
  encoding: 'utf-16le' | 'utf-16be',
  target: string,
): number {
  const output = openSync(target, 'w');
  try {
    const buffer = Buffer.alloc(CHUNK_BYTES);
    let carried = 0;
    let replaced = 0;
    let first = true;
    for (;;) {
      const count = source.read(buffer, carried);
      const filled = carried + count;
      let usable = filled - (filled % 2);
      const last =
        usable >= 2
          ? encoding === 'utf-16le'
            ? buffer.readUInt16LE(usable - 2)
            : buffer.readUInt16BE(usable - 2)
          : 0;
      if (count > 0 && isHighSurrogate(last)) usable -= 2;
      const part = Buffer.from(buffer.subarray(0, usable));
      if (encoding === 'utf-16be') part.swap16();
      let text = part.toString('utf16le');
      if (first && text.startsWith('\ufeff')) text = text.slice(1);
      if (text.length > 0) first = false;
      replaced += 2 * (text.match(LONE_SURROGATE)?.length ?? 0);
      if (count === 0 && filled % 2 === 1) {
        text += '\ufffd';
        replaced += 1;
      }
      // Encoding replaces lone surrogates. Unlike writeSync this writes all, from where the last one ended.
      writeFileSync(output, text);
      if (count === 0) return replaced;
      buffer.copyWithin(0, usable, filled);
      carried = filled - usable;
    }
  } finally {
    closeSync(output);
  }
}
