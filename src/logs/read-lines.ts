import { type FileHandle, open } from 'node:fs/promises';

const PIECE_BYTES = 256 * 1024;
const NEWLINE = 0x0a;

/** Some lines of a file. */
export interface Lines {
  readonly lines: readonly string[];
  /** Where the next line begins; null at the end of the file. */
  readonly nextOffset: number | null;
}

/**
 * Reads up to `limit` lines from a place in a file, which costs the same wherever that is.
 *
 * @param offset - byte at which a line begins
 * @returns null where no line begins there
 */
export async function readLines(path: string, offset: number, limit: number): Promise<Lines | null> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    if (!(await isLineStart(file, offset, size))) return null;
    const lines: string[] = [];
    let next = offset;
    let rest = Buffer.alloc(0);
    for (let position = offset; lines.length < limit && position < size;) {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(PIECE_BYTES), 0, PIECE_BYTES, position);
      if (bytesRead === 0) break;
      position += bytesRead;
      rest = Buffer.concat([rest, buffer.subarray(0, bytesRead)]);
      let start = 0;
      for (
        let end = rest.indexOf(NEWLINE);
        end >= 0 && lines.length < limit;
        end = rest.indexOf(NEWLINE, start)
      ) {
        lines.push(rest.toString('utf8', start, end));
        start = end + 1;
      }
      next += start;
      rest = rest.subarray(start);
    }
    return { lines, nextOffset: next < size && lines.length === limit ? next : null };
  } finally {
    await file.close();
  }
}

async function isLineStart(file: FileHandle, offset: number, size: number): Promise<boolean> {
  if (offset === 0) return true;
  if (offset >= size) return false;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, offset - 1);
  return buffer[0] === NEWLINE;
}
