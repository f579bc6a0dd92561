import { randomUUID } from 'node:crypto';
import { createWriteStream, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { localFault } from '../local-file-error.js';
import { type ByteRange, lookAt, readRange } from './read-file.js';

/** A file as it will be sent. */
export interface Source {
  /** For display, and told to the service. */
  readonly name: string;
  /** Exact size. */
  readonly bytes: number;
  /** Says whether it is the same file as in an earlier run; null for standard input, which cannot be sent again. */
  readonly identity: string | null;
  /**
   * Reads a piece from disk, as often as it is asked for.
   *
   * @throws LocalFileError, FileChangedError while it is read
   */
  read(range: ByteRange): AsyncIterable<Buffer>;
  /** Removes what was made to send it. */
  remove(): void;
}

const GZIP = Buffer.from([0x1f, 0x8b]);
const ZSTD = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);
const STDIN_NAME = 'standard-input.log';

/**
 * Opens what is to be sent, so that what cannot be read is known before anything is asked of the service.
 *
 * @param path - `-` for standard input, which is laid down on disk first: its size must be declared
 * @throws LocalFileError
 */
export async function openSource(path: string, options: { readonly gzip: boolean }): Promise<Source> {
  if (path === '-') return spooled(process.stdin, STDIN_NAME, null, options.gzip);
  const absolute = resolve(path);
  const { version, head } = await lookAt(absolute, ZSTD.length);
  const { size, mtimeMs } = version;
  const identity = JSON.stringify([absolute, size, mtimeMs, options.gzip]);
  const name = basename(absolute);
  if (options.gzip && size > 0 && !isCompressed(head)) {
    return spooled(readRange(absolute, version, { start: 0, end: size }), name, identity, true);
  }
  return {
    name,
    bytes: size,
    identity,
    read: (range) => readRange(absolute, version, range),
    remove: () => undefined,
  };
}

function isCompressed(head: Buffer): boolean {
  return head.subarray(0, GZIP.length).equals(GZIP) || head.equals(ZSTD);
}

async function spooled(
  from: AsyncIterable<Buffer>,
  name: string,
  identity: string | null,
  gzip: boolean,
): Promise<Source> {
  const path = join(tmpdir(), `ingest-${randomUUID()}`);
  const remove = (): void => {
    process.off('exit', remove);
    rmSync(path, { force: true });
  };
  process.once('exit', remove);
  try {
    const into = createWriteStream(path, { mode: 0o600, flags: 'wx' });
    await (gzip ? pipeline(from, createGzip(), into) : pipeline(from, into));
    const { version } = await lookAt(path, 0);
    return {
      name: gzip ? `${name}.gz` : name,
      bytes: version.size,
      identity,
      read: (range) => readRange(path, version, range),
      remove,
    };
  } catch (error) {
    remove();
    const isReading = (error as NodeJS.ErrnoException).syscall === 'read';
    throw localFault(isReading ? 'It cannot be read' : `It cannot be laid down in ${tmpdir()}`, error);
  }
}
