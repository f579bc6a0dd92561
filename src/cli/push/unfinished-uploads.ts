import { createHash, randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CliError } from '../cli-error.js';
import { type Release, tryLock } from '../lock/file-lock.js';
import { readJsonFile, writePrivately } from '../private-file.js';

/** What is known of an upload that began and has not ended. */
export interface UnfinishedUpload {
  /** Sent with `init` and `complete`: both may be asked again and are done once. */
  readonly key: string;
  /** Once `init` was answered. */
  readonly jobId: string | null;
  /** As declared to the service. */
  readonly bytes: number;
}

/**
 * Uploads that began, kept on disk until they end, so that the next run of the same command goes on where a killed one
 * stopped. They hold no secrets.
 */
export class UnfinishedUploads {
  constructor(private readonly directory: string) {}

  /**
   * Keeps others off an upload until it is given back.
   *
   * @throws CliError when another process works at it
   */
  async claim(identity: string): Promise<Release> {
    const release = await tryLock(this.pathOf(identity));
    if (release === undefined)
      throw new CliError(
        'Another push of this file is under way; it goes on, and this one has sent nothing.',
      );
    return release;
  }

  /** @param identity - of file, server, user and options together */
  async find(identity: string): Promise<UnfinishedUpload | undefined> {
    return readJsonFile<UnfinishedUpload>(this.pathOf(identity));
  }

  /** Before anything is asked: what is lost on its way back is found again by its key. */
  async begin(identity: string, bytes: number): Promise<UnfinishedUpload> {
    const begun = { key: randomUUID(), jobId: null, bytes };
    await writePrivately(this.pathOf(identity), begun);
    return begun;
  }

  async keep(identity: string, upload: UnfinishedUpload): Promise<void> {
    await writePrivately(this.pathOf(identity), upload);
  }

  async end(identity: string): Promise<void> {
    await rm(this.pathOf(identity), { force: true });
  }

  private pathOf(identity: string): string {
    return join(this.directory, 'uploads', `${createHash('sha256').update(identity).digest('hex')}.json`);
  }
}
