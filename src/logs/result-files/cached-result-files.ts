import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DomainError, UnavailableError } from '../../common/errors/domain.error.js';
import { stallGuard } from '../../common/streams/stall-guard.js';
import { ObjectNotFoundError } from '../../common/storage/storage-errors.js';
import type { Storage } from '../../common/storage/storage.js';
import { flush, hashOf, isAbsence, touch, traitsOf } from './cached-file.js';
import { type OpenResult, ResultFiles } from './result-files.js';
import { SharedWork } from '../../common/shared-work.js';

const STALLED_AFTER_MS = 30_000;
/** A part that was not written to for so long belongs to a process that is gone. */
const ABANDONED_AFTER_MS = 3_600_000;
/** Hash of the key, hash of the content. */
const NAME = /^(?<key>[0-9a-f]{32})\.(?<content>[0-9a-f]{64})$/;
const PART = '.part';
/** How often a file is provided that somebody removes each time before it is used. */
const MAX_ATTEMPTS = 5;

/**
 * Keeps results of other storage on local disk: each is fetched once, however many ask at the same time, and put in place
 * whole. A file's name holds the hash of its content, by which a file that this process has not written itself is proved
 * before it is used; one that is not what its name says is fetched again. Beyond the bound those go that were used least
 * recently and are not in use. The folder is all there is to know, so that it outlives the process and may be shared.
 */
export class CachedResultFiles extends ResultFiles {
  private readonly inUse = new Map<string, number>();
  private readonly fetches = new SharedWork<string, string>();
  /** Names proved by this process, each with what would change if the file did. */
  private readonly proved = new Map<string, string>();

  constructor(
    private readonly storage: Storage,
    readonly directory: string,
    private readonly maxBytes: number,
  ) {
    super();
  }

  async prepare(): Promise<void> {
    await mkdir(this.directory, { recursive: true });
    for (const name of await readdir(this.directory)) {
      const path = join(this.directory, name);
      if (!name.endsWith(PART)) continue;
      const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: 0 }));
      if (Date.now() - mtimeMs > ABANDONED_AFTER_MS) await rm(path, { force: true });
    }
  }

  async open(key: string, signal?: AbortSignal): Promise<OpenResult> {
    const keyHash = createHash('sha256').update(key).digest('hex').slice(0, 32);
    // In use from the beginning: what is being fetched must not be swept away before it is read.
    this.inUse.set(keyHash, (this.inUse.get(keyHash) ?? 0) + 1);
    try {
      const name = await this.provideInUse(key, keyHash, signal, MAX_ATTEMPTS);
      return this.opened(keyHash, name, join(this.directory, name));
    } catch (error) {
      this.leave(keyHash);
      throw error;
    }
  }

  /** An eviction that knows nothing of this use, by another process for one, may remove the file as soon as it is provided. */
  private async provideInUse(
    key: string,
    keyHash: string,
    signal: AbortSignal | undefined,
    attempts: number,
  ): Promise<string> {
    const name = await this.fetches.share(keyHash, (stop) => this.provide(key, keyHash, stop), signal);
    try {
      await touch(join(this.directory, name));
      return name;
    } catch (error) {
      if (!isAbsence(error)) throw error;
      this.proved.delete(name);
      if (attempts === 1) throw new UnavailableError('storage', { cause: error });
      return this.provideInUse(key, keyHash, signal, attempts - 1);
    }
  }

  private opened(keyHash: string, name: string, path: string): OpenResult {
    let open = true;
    const release = (): void => {
      if (!open) return;
      open = false;
      this.leave(keyHash);
    };
    return {
      path,
      release,
      discard: async () => {
        release();
        this.proved.delete(name);
        await rm(path, { force: true });
      },
    };
  }

  private leave(keyHash: string): void {
    const users = (this.inUse.get(keyHash) ?? 1) - 1;
    if (users > 0) this.inUse.set(keyHash, users);
    else {
      this.inUse.delete(keyHash);
      void this.evict().catch(() => undefined);
    }
  }

  /** @returns the name of a file that is there and proved */
  private async provide(key: string, keyHash: string, signal: AbortSignal): Promise<string> {
    for (const name of await this.namesOf(keyHash)) {
      if (await this.isSound(name, signal)) return name;
      await rm(join(this.directory, name), { force: true });
    }
    const name = await this.fetch(key, keyHash, signal);
    await this.evict();
    return name;
  }

  private async namesOf(keyHash: string): Promise<string[]> {
    const names = await readdir(this.directory);
    return names.filter((name) => NAME.exec(name)?.groups?.['key'] === keyHash);
  }

  private async isSound(name: string, signal: AbortSignal): Promise<boolean> {
    const path = join(this.directory, name);
    const before = await traitsOf(path);
    if (before === null) return false;
    if (this.proved.get(name) === before) return true;
    if ((await hashOf(path, signal)) !== NAME.exec(name)?.groups?.['content']) return false;
    this.proved.set(name, before);
    return true;
  }

  private async fetch(key: string, keyHash: string, signal: AbortSignal): Promise<string> {
    const part = join(this.directory, `${keyHash}.${randomUUID()}${PART}`);
    const digest = createHash('sha256');
    const measure = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        digest.update(chunk);
        done(null, chunk);
      },
    });
    try {
      const [expected, body] = await Promise.all([
        this.storage.stat(key, signal),
        this.storage.read(key, { signal }),
      ]);
      await pipeline(body, stallGuard(STALLED_AFTER_MS), measure, createWriteStream(part), { signal });
      const { size } = await stat(part);
      if (expected === null) throw new ObjectNotFoundError();
      if (expected.bytes !== size) throw new Error('the object ended early');
      await flush(part);
      const name = `${keyHash}.${digest.digest('hex')}`;
      await rename(part, join(this.directory, name));
      this.proved.set(name, (await traitsOf(join(this.directory, name))) ?? '');
      return name;
    } catch (error) {
      await rm(part, { force: true });
      if (error instanceof DomainError || signal.aborted) throw error;
      throw new UnavailableError('storage', { cause: error });
    }
  }

  /** Removes what was used least recently until the bound is kept. */
  private async evict(): Promise<void> {
    const files = await this.listFiles();
    let total = files.reduce((sum, file) => sum + file.bytes, 0);
    for (const file of files.sort((a, b) => a.usedMs - b.usedMs)) {
      if (total <= this.maxBytes) return;
      if (this.inUse.has(file.keyHash)) continue;
      await rm(join(this.directory, file.name), { force: true });
      this.proved.delete(file.name);
      total -= file.bytes;
    }
  }

  private async listFiles(): Promise<{ name: string; keyHash: string; bytes: number; usedMs: number }[]> {
    const files = [];
    for (const name of await readdir(this.directory)) {
      const keyHash = NAME.exec(name)?.groups?.['key'];
      if (keyHash === undefined) continue;
      const { size, atimeMs } = await stat(join(this.directory, name)).catch(() => ({ size: 0, atimeMs: 0 }));
      files.push({ name, keyHash, bytes: size, usedMs: atimeMs });
    }
    return files;
  }
}
