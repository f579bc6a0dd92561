import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Queue } from 'bullmq';
import { pino } from 'pino';
import { LocalDriver } from '../../../src/common/storage/drivers/local.driver.js';
import type { LocalUrlSigner } from '../../../src/common/storage/local-url-signer.js';
import { ValidatedStorage } from '../../../src/common/storage/validated-storage.js';
import { FileUpload } from '../../../src/jobs/entities/file-upload.entity.js';
import { Job } from '../../../src/jobs/entities/job.entity.js';

export const logger = pino({ level: 'silent' });
export const JOB_ENTITIES = [Job, FileUpload];

export interface LocalStorage {
  readonly storage: ValidatedStorage;
  readonly directory: string;
  /** Puts an object there. @returns its etag */
  put(key: string, content?: string): Promise<string>;
  remove(): Promise<void>;
}

/** `LOCAL` storage in a folder of the test's own; URLs are not signed here. */
export async function localStorage(): Promise<LocalStorage> {
  const directory = await mkdtemp(join(tmpdir(), 'ingest-test-storage-'));
  const storage = new ValidatedStorage(new LocalDriver(directory, {} as LocalUrlSigner));
  await storage.prepare();
  return {
    storage,
    directory,
    put: async (key, content = 'x') => {
      const path = join(directory, key);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, content);
      return (await storage.stat(key))?.etag ?? '';
    },
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}

/** For tests of what happens in the database: entries are sent nowhere, as with Redis away. */
export const noQueue = { add: () => Promise.reject(new Error('no Redis in this test')) } as unknown as Queue;
