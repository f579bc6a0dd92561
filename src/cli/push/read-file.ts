import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { FileChangedError, LocalFileError, localFault } from '../local-file-error.js';

/** Bytes of a file, the end not among them. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** What tells one content of a file from another without reading all of it. */
export interface FileVersion extends Pick<Stats, 'dev' | 'ino' | 'size' | 'mtimeMs'> {
  /** Digest of the first and the last bytes: a file that only grows keeps them where they are. */
  readonly ends: string;
}

/** So much of a file's beginning, and of its end, is compared. */
const END_BYTES = 4_096;
const CANNOT_BE_READ = 'It cannot be read';

/**
 * Opens a file once to see that it can be read.
 *
 * @returns how it is now, and its first bytes
 * @throws LocalFileError
 */
export async function lookAt(
  path: string,
  headBytes: number,
): Promise<{ readonly version: FileVersion; readonly head: Buffer }> {
  try {
    // Before it is opened: that would wait for somebody to write into a pipe.
    refuseOthers(await stat(path));
    return await withFile(path, async (file) => {
      const { dev, ino, size, mtimeMs } = await file.stat();
      const head = await readAt(file, { start: 0, end: headBytes });
      return { version: { dev, ino, size, mtimeMs, ends: await digestOfEnds(file, size) }, head };
    });
  } catch (error) {
    throw localFault(CANNOT_BE_READ, error);
  }
}

/**
 * Reads a range of a file that is as it was. One that grows since is the same file, and is read as it was.
 *
 * @throws FileChangedError when it is replaced, cut or written over before the range was read
 * @throws LocalFileError when it cannot be read
 */
export async function* readRange(
  path: string,
  version: FileVersion,
  range: ByteRange,
): AsyncGenerator<Buffer> {
  let left = range.end - range.start;
  if (left === 0) return;
  const file = await open(path).catch(unreadable);
  try {
    await refuseChanged(version, file);
    const stream = file.createReadStream({ start: range.start, end: range.end - 1, autoClose: false });
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      left -= chunk.length;
      yield chunk;
    }
    if (left > 0) throw new FileChangedError('It became shorter while it was sent.');
    await refuseChanged(version, file);
  } catch (error) {
    throw localFault(CANNOT_BE_READ, error);
  } finally {
    await file.close();
  }
}

async function withFile<T>(path: string, work: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path);
  try {
    return await work(file);
  } finally {
    await file.close();
  }
}

function refuseOthers(found: Stats): void {
  if (found.isDirectory()) throw new LocalFileError('It is a folder; name the files in it.');
  if (!found.isFile()) throw new LocalFileError('It is no file; a pipe is read as standard input (-).');
}

async function refuseChanged(before: FileVersion, file: FileHandle): Promise<void> {
  const now = await file.stat();
  if (now.dev !== before.dev || now.ino !== before.ino)
    throw new FileChangedError('Another file took its place while it was sent.');
  if (now.size < before.size) throw new FileChangedError('It became shorter while it was sent.');
  const isSame =
    now.size === before.size
      ? now.mtimeMs === before.mtimeMs
      : (await digestOfEnds(file, before.size)) === before.ends;
  if (!isSame) throw new FileChangedError('It was written over while it was sent.');
}

/** @param size - of the file when it was declared; what was added since does not count */
async function digestOfEnds(file: FileHandle, size: number): Promise<string> {
  const hash = createHash('sha256');
  hash.update(await readAt(file, { start: 0, end: Math.min(END_BYTES, size) }));
  hash.update(await readAt(file, { start: Math.max(0, size - END_BYTES), end: size }));
  return hash.digest('hex');
}

/** @returns fewer bytes where the file ends before */
async function readAt(file: FileHandle, { start, end }: ByteRange): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(end - start), 0, end - start, start);
  return buffer.subarray(0, bytesRead);
}

function unreadable(error: unknown): never {
  throw localFault(CANNOT_BE_READ, error);
}
