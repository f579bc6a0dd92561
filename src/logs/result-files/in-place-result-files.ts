import { join } from 'node:path';
import type { Storage } from '../../common/storage/storage.js';
import { ObjectNotFoundError } from '../../common/storage/storage-errors.js';
import { type OpenResult, ResultFiles } from './result-files.js';

/** `LOCAL` storage has the files on this machine already, each put in place whole and never written again. */
export class InPlaceResultFiles extends ResultFiles {
  constructor(
    private readonly storage: Storage,
    readonly directory: string,
  ) {
    super();
  }

  prepare(): Promise<void> {
    return Promise.resolve();
  }

  async open(key: string, signal?: AbortSignal): Promise<OpenResult> {
    if ((await this.storage.stat(key, signal)) === null) throw new ObjectNotFoundError();
    return {
      path: this.storage.locate(key).localPath ?? join(this.directory, key),
      release: () => undefined,
      discard: () => Promise.resolve(),
    };
  }
}
