import type { Stats } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { FileChangedError, LocalFileError, localFault } from '../local-file-error.js';

/** Bytes of a file, the end not among them. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** What tells one content of a file from another without reading it. */
export type FileVersion = Pick<Stats, 'dev' | 'ino' | 'size' | 'mtimeMs'>;

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
      const version = await file.stat();
      const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
      return { version, head: buffer.subarray(0, bytesRead) };
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
    refuseChanged(version, await file.stat());
    const stream = file.createReadStream({ start: range.start, end: range.end - 1, autoClose: false });
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      left -= chunk.length;
      yield chunk;
    }
    if (left > 0) throw new FileChangedError('It became shorter while it was sent.');
    refuseChanged(version, await file.stat());
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

function refuseChanged(before: FileVersion, now: FileVersion): void {
  if (now.dev !== before.dev || now.ino !== before.ino)
    throw new FileChangedError('Another file took its place while it was sent.');
  if (now.size < before.size) throw new FileChangedError('It became shorter while it was sent.');
  if (now.size === before.size && now.mtimeMs !== before.mtimeMs)
    throw new FileChangedError('It was written over while it was sent.');
}

function unreadable(error: unknown): never {
  throw localFault(CANNOT_BE_READ, error);
}
