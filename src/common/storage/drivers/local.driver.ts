import { randomUUID } from 'node:crypto';
import { type BigIntStats, createReadStream, createWriteStream } from 'node:fs';
import { access, constants, mkdir, open, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DomainError, UnavailableError } from '../../errors/domain.error.js';
import { stallGuard } from '../../streams/stall-guard.js';
import type { LocalUrlSigner } from '../local-url-signer.js';
import {
  type ListedObject,
  type ObjectLocation,
  type ObjectStat,
  type ReadOptions,
  Storage,
} from '../storage.js';
import { ObjectChangedError, ObjectNotFoundError } from '../storage-errors.js';
import { urlEndSeconds } from '../url-end.js';
import { exactly } from './exact-size.js';
import { listFiles } from './list-files.js';
import { LocalMultipart } from './local-multipart.js';

/** An upload whose sender says nothing for so long is over. */
const STALLED_AFTER_MS = 60_000;
/** Read at once: with pieces of 64 KiB, the default, passing them on costs three times the processor time of reading. */
const READ_BYTES = 512 * 1024;
/** Longer than any upload URL lives. */
const ABANDONED_AFTER_MS = 2 * 86_400_000;

/**
 * A folder of this machine, for development, tests and small installations.
 *
 * An object is a file at its key's path. It is written under a temporary name and renamed when it is whole, so that
 * readers see all of it or nothing. Its etag is made of inode, size and modification time, which a replacement changes.
 * Uploads arrive at the API by signed URL, since a folder has no server of its own. An object is absent only where the
 * folder itself is there: a disk that is not mounted has lost nothing.
 */
export class LocalDriver extends Storage {
  readonly type = 'LOCAL';
  readonly multipart: LocalMultipart;
  private readonly incoming: string;

  constructor(
    private readonly root: string,
    private readonly urls: LocalUrlSigner,
  ) {
    super();
    this.incoming = join(root, '.incoming');
    this.multipart = new LocalMultipart(root, urls, () => this.ping());
  }

  async prepare(): Promise<void> {
    await mkdir(this.incoming, { recursive: true }).catch(failAsUnavailable);
    await this.removeLeftovers();
  }

  async removeLeftovers(): Promise<void> {
    await this.removeAbandonedUploads().catch(failAsUnavailable);
    await this.multipart.removeEmpty().catch(failAsUnavailable);
  }

  async ping(): Promise<void> {
    await access(this.incoming, constants.W_OK).catch(failAsUnavailable);
  }

  issueUpload(key: string, bytes: number, expiresInSeconds: number): Promise<string> {
    return Promise.resolve(
      this.urls.sign({ method: 'PUT', key, bytes, expires: urlEndSeconds(expiresInSeconds) }),
    );
  }

  issueDownload(key: string, filename: string, expiresInSeconds: number): Promise<string> {
    return Promise.resolve(
      this.urls.sign({ method: 'GET', key, filename, expires: urlEndSeconds(expiresInSeconds) }),
    );
  }

  async stat(key: string): Promise<ObjectStat | null> {
    try {
      return statOf(await stat(this.pathOf(key), { bigint: true }));
    } catch (error) {
      if (!isAbsent(error)) throw new UnavailableError('storage', { cause: error });
      await this.ping();
      return null;
    }
  }

  async read(key: string, options: ReadOptions = {}): Promise<Readable> {
    const file = await open(this.pathOf(key), 'r').catch(async (error: unknown) => {
      if (!isAbsent(error)) throw new UnavailableError('storage', { cause: error });
      await this.ping();
      throw new ObjectNotFoundError({ cause: error });
    });
    const { etag } = statOf(await file.stat({ bigint: true }));
    if (options.ifMatch !== undefined && options.ifMatch !== etag) {
      await file.close();
      throw new ObjectChangedError();
    }
    return file.createReadStream({
      highWaterMark: READ_BYTES,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
  }

  async writeFile(
    key: string,
    path: string,
    _contentType: string,
    signal?: AbortSignal,
  ): Promise<ObjectStat> {
    return this.place(key, createReadStream(path, { highWaterMark: READ_BYTES }), signal);
  }

  /**
   * Takes the body of an upload.
   *
   * @throws UploadSizeError when it is longer or shorter than `bytes`; nothing is kept then
   */
  receive(key: string, body: Readable, bytes: number): Promise<ObjectStat> {
    return this.place(key, body, undefined, bytes);
  }

  async delete(key: string): Promise<void> {
    await rm(this.pathOf(key), { force: true }).catch((error: unknown) => {
      if (!isAbsent(error)) throw new UnavailableError('storage', { cause: error });
    });
    await this.removeEmptyFolders(dirname(key));
  }

  async list(prefix: string, after: string | null, limit: number): Promise<ListedObject[]> {
    // A disk that is not mounted holds nothing either, and must not be taken for an empty one.
    await this.ping();
    return listFiles(this.root, prefix, after, limit).catch(failAsUnavailable);
  }

  /** Absolute path of an object, whether there is one or not. */
  pathOf(key: string): string {
    return join(this.root, key);
  }

  locate(key: string): ObjectLocation {
    return { bucket: null, objectKey: key, localPath: this.pathOf(key) };
  }

  close(): void {
    // Every file is closed by whoever reads or writes it.
  }

  /** What a process that died in the middle of an upload left behind. */
  private async removeAbandonedUploads(): Promise<void> {
    for (const name of await readdir(this.incoming)) {
      const path = join(this.incoming, name);
      const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Infinity }));
      if (Date.now() - mtimeMs > ABANDONED_AFTER_MS) await rm(path, { recursive: true, force: true });
    }
  }

  private async place(
    key: string,
    body: Readable,
    signal?: AbortSignal,
    exactBytes?: number,
  ): Promise<ObjectStat> {
    const temporary = join(this.incoming, randomUUID());
    const path = this.pathOf(key);
    try {
      // Flushed before the rename: after a power cut the name must not lead to an empty file.
      const target = createWriteStream(temporary, { flush: true });
      const options = signal === undefined ? {} : { signal };
      if (exactBytes === undefined) await pipeline(body, target, options);
      else await pipeline(body, stallGuard(STALLED_AFTER_MS), exactly(exactBytes), target, options);
      await moveInto(temporary, path);
      return statOf(await stat(path, { bigint: true }));
    } catch (error) {
      await rm(temporary, { force: true });
      if (error instanceof DomainError || isAbort(error)) throw error;
      throw new UnavailableError('storage', { cause: error });
    }
  }

  /** Objects have no folders: those of a removed object go too, up to the first part of its key. */
  private async removeEmptyFolders(folder: string): Promise<void> {
    for (let path = folder; path.includes('/'); path = dirname(path)) {
      try {
        await rmdir(this.pathOf(path));
      } catch {
        return;
      }
    }
  }
}

/** The folder may vanish as soon as it is made, together with the last other object in it. */
async function moveInto(temporary: string, path: string, attempts = 3): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  try {
    await rename(temporary, path);
  } catch (error) {
    if (!isAbsent(error) || attempts === 1) throw error;
    await moveInto(temporary, path, attempts - 1);
  }
}

function statOf(stats: BigIntStats): ObjectStat {
  return { bytes: Number(stats.size), etag: `${stats.ino}-${stats.size}-${stats.mtimeNs}` };
}

function isAbsent(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError');
}

function failAsUnavailable(cause: unknown): never {
  throw new UnavailableError('storage', { cause });
}
