import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, type ReadStream, rmSync } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { CliError } from '../cli-error.js';

/** A file as it will be sent. */
export interface Source {
  /** For display, and told to the service. */
  readonly name: string;
  /** Exact size. */
  readonly bytes: number;
  /** Says whether it is the same file as in an earlier run; null for standard input, which cannot be sent again. */
  readonly identity: string | null;
  open(): Readable;
  /** Removes what was made to send it. */
  remove(): void;
}

const GZIP = Buffer.from([0x1f, 0x8b]);
const ZSTD = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);
const STDIN_NAME = 'standard-input.log';

/** @param path - `-` for standard input, which is laid down on disk first: its size must be declared */
export async function openSource(path: string, options: { readonly gzip: boolean }): Promise<Source> {
  if (path === '-') return spooled(process.stdin, STDIN_NAME, null, options.gzip);
  const absolute = resolve(path);
  const { size, mtimeMs } = await statFile(path);
  const identity = JSON.stringify([absolute, size, mtimeMs, options.gzip]);
  const name = basename(absolute);
  if (options.gzip && size > 0 && !(await isCompressed(absolute))) {
    return spooled(createReadStream(absolute), name, identity, true);
  }
  return { name, bytes: size, identity, open: () => readExactly(absolute, size), remove: () => undefined };
}

async function statFile(path: string): Promise<{ readonly size: number; readonly mtimeMs: number }> {
  const found = await stat(path).catch((error: unknown) => {
    throw new CliError(`${path} cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'unknown'}`, {
      cause: error,
    });
  });
  if (!found.isFile()) throw new CliError(`${path} is no file.`);
  return found;
}

async function isCompressed(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(ZSTD.length), 0, ZSTD.length, 0);
    return buffer.subarray(0, GZIP.length).equals(GZIP) || buffer.equals(ZSTD);
  } finally {
    await file.close();
  }
}

/** A file that grows is sent as it was when its size was declared. */
function readExactly(path: string, size: number): ReadStream {
  return createReadStream(path, size === 0 ? {} : { end: size - 1 });
}

async function spooled(
  from: Readable,
  name: string,
  identity: string | null,
  gzip: boolean,
): Promise<Source> {
  const path = join(tmpdir(), `ingest-${randomUUID()}`);
  const remove = (): void => {
    rmSync(path, { force: true });
  };
  process.once('exit', remove);
  const into = createWriteStream(path, { mode: 0o600, flags: 'wx' });
  await (gzip ? pipeline(from, createGzip(), into) : pipeline(from, into));
  const { size } = await stat(path);
  return {
    name: gzip ? `${name}.gz` : name,
    bytes: size,
    identity,
    open: () => createReadStream(path),
    remove: () => {
      process.off('exit', remove);
      remove();
    },
  };
}
