import { randomUUID } from 'node:crypto';
import { type BigIntStats, createReadStream, createWriteStream } from 'node:fs';
import { link, mkdir, readdir, readFile, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DomainError, UnavailableError } from '../../errors/domain.error.js';
import { SharedWork } from '../../shared-work.js';
import { stallGuard } from '../../streams/stall-guard.js';
import type { LocalUrlSigner } from '../local-url-signer.js';
import { MultipartUploads, type OpenMultipartPage, type PartGrant, type UploadedPart } from '../multipart.js';
import { InvalidKeyError, MultipartGoneError } from '../storage-errors.js';
import { urlEndSeconds } from '../url-end.js';
import { exactly } from './exact-size.js';

const STALLED_AFTER_MS = 60_000;
const COPY_BYTES = 1_048_576;
const UPLOAD_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const PART = /^[1-9]\d{0,4}$/;
/** Holds the key of the object; no part has such a name. */
const KEY_FILE = 'key';

/**
 * Uploads in parts in a folder: a folder each, a file for each part, which is written under a temporary name and renamed. The
 * object is put together under a temporary name too, once for all callers of this process, and then linked to its own, which
 * only the first of several processes can: whoever dies before that leaves the parts as they were, and whoever comes after
 * it finds the object. Folders come and go by a rename as well; what a process that died left of them lies among the temporary
 * names.
 */
export class LocalMultipart extends MultipartUploads {
  private readonly folder: string;
  private readonly incoming: string;
  private readonly completing = new SharedWork<string, void>();

  /** @param ping - fails where the disk itself is away */
  constructor(
    private readonly root: string,
    private readonly urls: LocalUrlSigner,
    private readonly ping: () => Promise<void>,
  ) {
    super();
    this.folder = join(root, '.multipart');
    this.incoming = join(root, '.incoming');
  }

  async start(key: string): Promise<string> {
    const uploadId = randomUUID();
    const temporary = join(this.incoming, uploadId);
    try {
      await this.ping();
      await mkdir(this.folder, { recursive: true });
      await mkdir(temporary);
      await writeFile(join(temporary, KEY_FILE), key, { flush: true });
      await rename(temporary, this.folderOf(uploadId));
    } catch (error) {
      await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
      throw unavailable(error);
    }
    return uploadId;
  }

  issuePart({ key, uploadId, partNumber, bytes }: PartGrant, expiresInSeconds: number): Promise<string> {
    const expires = urlEndSeconds(expiresInSeconds);
    return Promise.resolve(
      this.urls.sign({ method: 'PUT', key, bytes, expires, part: { uploadId, number: partNumber } }),
    );
  }

  /**
   * Takes the body of one part.
   *
   * @returns its etag
   * @throws UploadSizeError, MultipartGoneError
   */
  async receivePart({ uploadId, partNumber, bytes }: PartGrant, body: Readable): Promise<string> {
    const temporary = join(this.incoming, randomUUID());
    const path = join(this.folderOf(uploadId), String(partNumber));
    try {
      const target = createWriteStream(temporary, { flush: true });
      await pipeline(body, stallGuard(STALLED_AFTER_MS), exactly(bytes), target);
      // Of this body, whatever another PUT of the same part makes of its place meanwhile; a rename changes nothing of it.
      const etag = etagOf(await stat(temporary, { bigint: true }));
      await rename(temporary, path);
      return etag;
    } catch (error) {
      await rm(temporary, { force: true });
      if (!isAbsent(error)) throw unavailable(error);
      await this.ping();
      throw new MultipartGoneError({ cause: error });
    }
  }

  async listParts(key: string, uploadId: string): Promise<UploadedPart[] | null> {
    try {
      const names = await readdir(this.folderOf(uploadId));
      if ((await readFile(join(this.folderOf(uploadId), KEY_FILE), 'utf8')) !== key) return null;
      const numbers = names.filter((name) => PART.test(name)).map(Number);
      return await Promise.all(numbers.sort((a, b) => a - b).map((one) => this.partAt(uploadId, one)));
    } catch (error) {
      if (!isAbsent(error)) throw unavailable(error);
      await this.ping();
      return null;
    }
  }

  complete(
    key: string,
    uploadId: string,
    parts: readonly UploadedPart[],
    signal?: AbortSignal,
  ): Promise<void> {
    return this.completing.share(uploadId, (stop) => this.assemble(key, uploadId, parts, stop), signal);
  }

  private async assemble(
    key: string,
    uploadId: string,
    parts: readonly UploadedPart[],
    stop: AbortSignal,
  ): Promise<void> {
    const temporary = join(this.incoming, randomUUID());
    const path = join(this.root, key);
    try {
      await this.putTogether(uploadId, parts, temporary, stop);
      await mkdir(dirname(path), { recursive: true });
      await link(temporary, path).catch(unlessThere);
    } catch (error) {
      if (stop.aborted) throw error;
      // Somebody else has completed or aborted it meanwhile, unless the disk is away.
      if (!isAbsent(error)) throw unavailable(error);
      await this.ping();
      return;
    } finally {
      await rm(temporary, { force: true });
    }
    // Not before: until the object is there, the parts are all there is.
    await this.abort(key, uploadId);
  }

  async abort(_key: string, uploadId: string): Promise<void> {
    const temporary = join(this.incoming, randomUUID());
    try {
      // At once, so that nobody takes what is left halfway for an upload whose parts are missing.
      await rename(this.folderOf(uploadId), temporary);
      await rm(temporary, { recursive: true, force: true, maxRetries: 3 });
    } catch (error) {
      if (!isAbsent(error)) throw unavailable(error);
      await this.ping();
    }
  }

  async listOpen(after: string | null, limit: number): Promise<OpenMultipartPage> {
    await this.ping();
    const names = (await readdir(this.folder).catch(noneIfAbsent))
      .filter((name) => UPLOAD_ID.test(name) && name > (after ?? ''))
      .sort()
      .slice(0, limit);
    const items = await Promise.all(names.map((uploadId) => this.openAt(uploadId)));
    return { items: items.flat(), next: names.length < limit ? null : (names.at(-1) ?? null) };
  }

  /** An upload has a file from its first moment; a folder without one is what a power cut left, and no listing tells of it. */
  async removeEmpty(): Promise<void> {
    for (const name of await readdir(this.folder).catch(noneIfAbsent)) {
      await rmdir(join(this.folder, name)).catch(unlessFilled);
    }
  }

  private async openAt(uploadId: string): Promise<OpenMultipartPage['items']> {
    try {
      const path = join(this.folderOf(uploadId), KEY_FILE);
      const [key, { mtime }] = [await readFile(path, 'utf8'), await stat(path)];
      return [{ key, uploadId, startedAt: mtime, position: uploadId }];
    } catch (error) {
      if (isAbsent(error)) return [];
      throw unavailable(error);
    }
  }

  private async partAt(uploadId: string, partNumber: number): Promise<UploadedPart> {
    const stats = await stat(join(this.folderOf(uploadId), String(partNumber)), { bigint: true });
    return { partNumber, bytes: Number(stats.size), etag: etagOf(stats) };
  }

  private async putTogether(
    uploadId: string,
    parts: readonly UploadedPart[],
    temporary: string,
    signal: AbortSignal,
  ): Promise<void> {
    const paths = parts.map(({ partNumber }) => join(this.folderOf(uploadId), String(partNumber)));
    await pipeline(
      async function* () {
        for (const path of paths) yield* createReadStream(path, { highWaterMark: COPY_BYTES });
      },
      createWriteStream(temporary, { flush: true, highWaterMark: COPY_BYTES }),
      { signal },
    );
  }

  private folderOf(uploadId: string): string {
    if (!UPLOAD_ID.test(uploadId)) throw new InvalidKeyError();
    return join(this.folder, uploadId);
  }
}

function etagOf({ ino, size, mtimeNs }: BigIntStats): string {
  return `"${ino}-${size}-${mtimeNs}"`;
}

function isAbsent(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}

function noneIfAbsent(error: unknown): string[] {
  if (isAbsent(error)) return [];
  throw unavailable(error);
}

function unlessThere(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
}

function unlessFilled(error: unknown): void {
  if (!['ENOTEMPTY', 'EEXIST', 'ENOTDIR', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? ''))
    throw error;
}

function unavailable(error: unknown): Error {
  return error instanceof DomainError ? error : new UnavailableError('storage', { cause: error });
}
