import { closeSync, openSync, readSync } from 'node:fs';

/** How a file is packed, told by its first bytes alone; its name is never believed. */
export type Compression = 'none' | 'gzip' | 'zstd';

const ZSTD_MAGIC = 0xfd2fb528;
const ZSTD_SKIPPABLE_MAGIC = 0x184d2a50;

/** Tells the compression by magic number: gzip (RFC 1952 §2.3.1), zstd frames and skippable frames (RFC 8878 §3.1). */
export function compressionOf(head: Uint8Array): Compression {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (head.byteLength >= 3 && view.getUint16(0) === 0x1f8b && view.getUint8(2) === 8) return 'gzip';
  if (head.byteLength < 4) return 'none';
  const magic = view.getUint32(0, true);
  return magic === ZSTD_MAGIC || (magic & 0xfffffff0) >>> 0 === ZSTD_SKIPPABLE_MAGIC ? 'zstd' : 'none';
}

/** Bytes by which a file shows what it is, and where they stand. */
const FOREIGN: readonly (readonly [name: string, signature: Buffer])[] = [
  ['bzip2', Buffer.from('425a68', 'hex')],
  ['xz', Buffer.from('fd377a585a00', 'hex')],
  ['zip', Buffer.from('504b0304', 'hex')],
  ['7z', Buffer.from('377abcaf271c', 'hex')],
  ['rar', Buffer.from('526172211a07', 'hex')],
  ['lz4', Buffer.from('04224d18', 'hex')],
  ['compress', Buffer.from('1f9d', 'hex')],
];
/** Behind `BZh` and the size of its blocks: pi, where there is a block, and its root, where there is none. */
const BZIP2_BLOCKS = ['314159265359', '177245385090'];
const BZIP2_BLOCK_AT = 4;

/** The name of a compression that is not read, by its magic number; null where there is none. */
export function foreignCompressionOf(head: Buffer): string | null {
  const [name] = FOREIGN.find(([, signature]) => head.subarray(0, signature.length).equals(signature)) ?? [];
  if (name === undefined) return null;
  const block = head.subarray(BZIP2_BLOCK_AT, BZIP2_BLOCK_AT + 6).toString('hex');
  return name === 'bzip2' && !BZIP2_BLOCKS.includes(block) ? null : name;
}

/** The first `length` bytes of a file, fewer where the file is shorter. */
export function readHead(path: string, length: number): Buffer {
  const descriptor = openSync(path, 'r');
  try {
    const head = Buffer.alloc(length);
    let filled = 0;
    for (;;) {
      const count = readSync(descriptor, head, filled, length - filled, filled);
      filled += count;
      if (count === 0 || filled === length) return head.subarray(0, filled);
    }
  } finally {
    closeSync(descriptor);
  }
}
