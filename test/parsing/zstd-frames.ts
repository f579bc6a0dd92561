import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

const MAGIC = [0x28, 0xb5, 0x2f, 0xfd];
/** A window of 128 KiB, no checksum, no content size (RFC 8878 §3.1.1.1). */
const HEADER = [0x00, 0x38];
const MAX_BLOCK_BYTES = 128 * 1024;

function blockHeader(last: boolean, type: 'raw' | 'rle', size: number): Buffer {
  const header = Buffer.alloc(3);
  header.writeUIntLE((last ? 1 : 0) + (type === 'raw' ? 0 : 2) + size * 8, 0, 3);
  return header;
}

/** A zstd frame that holds the content as it is, in blocks (RFC 8878 §3.1.1.2). */
export function zstdFrame(content: Uint8Array | string): Buffer {
  const bytes = Buffer.from(content);
  const parts: Buffer[] = [Buffer.from([...MAGIC, ...HEADER])];
  for (let at = 0, last = false; !last; at += MAX_BLOCK_BYTES) {
    const block = bytes.subarray(at, at + MAX_BLOCK_BYTES);
    last = at + MAX_BLOCK_BYTES >= bytes.length;
    parts.push(blockHeader(last, 'raw', block.length), block);
  }
  return Buffer.concat(parts);
}

/** A zstd frame of four bytes for each 128 KiB of one repeated character. */
export function zstdBomb(blocks: number, character = 'x'): Buffer {
  const byte = Buffer.from(character);
  const block = Buffer.concat([blockHeader(false, 'rle', MAX_BLOCK_BYTES), byte]);
  const end = Buffer.concat([blockHeader(true, 'rle', 1), byte]);
  return Buffer.concat([Buffer.from([...MAGIC, ...HEADER]), ...Array<Buffer>(blocks).fill(block), end]);
}

/** A frame that readers skip (RFC 8878 §3.1.2). */
export function skippableFrame(content: string): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt32LE(0x184d2a53, 0);
  header.writeUInt32LE(Buffer.byteLength(content), 4);
  return Buffer.concat([header, Buffer.from(content)]);
}

/** Lines, each with its number, as a real compressor packs them. @returns the file and what is in it */
export async function zstdLines(count: number): Promise<{ packed: Buffer; plain: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'zstd-lines-'));
  const path = join(folder, 'lines.zst');
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  try {
    const connection = await instance.connect();
    await connection.run(
      `COPY (SELECT 'line ' || i || ' ' || hash(i) FROM range(${count}) t(i)) TO '${path}'
       (FORMAT csv, HEADER false, QUOTE '', ESCAPE '', COMPRESSION zstd)`,
    );
    await connection.run(
      `COPY (SELECT 'line ' || i || ' ' || hash(i) FROM range(${count}) t(i)) TO '${folder}/lines.txt'
       (FORMAT csv, HEADER false, QUOTE '', ESCAPE '')`,
    );
    return { packed: readFileSync(path), plain: readFileSync(join(folder, 'lines.txt'), 'utf8') };
  } finally {
    instance.closeSync();
    rmSync(folder, { recursive: true });
  }
}
