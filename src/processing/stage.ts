import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { UnavailableError } from '../common/errors/domain.error.js';
import { stallGuard } from '../common/streams/stall-guard.js';
import type { Storage } from '../common/storage/storage.js';
import type { ClaimedJob } from '../jobs/job-delivery.service.js';
import { ChecksumMismatchError, UploadChangedError } from './errors.js';

const SOURCE_FILE = 'source';
/** Pieces that come while the disk is busy are written together, up to so many bytes. */
const WRITE_BYTES = 1024 * 1024;
/** The lease is kept while the file is fetched, so nobody else would end a fetch that stands still. */
const STALLED_AFTER_MS = 30_000;

/**
 * Brings the object to scratch, byte for byte. Only the object that `complete` saw is taken: its etag is asked for, its
 * size checked, and its digest where one was declared; without one nothing is hashed.
 *
 * @returns absolute path of the file
 * @throws ObjectNotFoundError, ObjectChangedError, UploadChangedError, ChecksumMismatchError
 * @throws UnavailableError when storage fails or ends early
 */
export async function stageObject(
  storage: Storage,
  job: ClaimedJob,
  folder: string,
  signal: AbortSignal,
): Promise<string> {
  const path = join(folder, SOURCE_FILE);
  const body = await storage.read(job.objectKey, {
    signal,
    ...(job.etag === null ? {} : { ifMatch: job.etag }),
  });
  const digest = job.sha256 === null ? null : createHash('sha256');
  let bytes = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      digest?.update(chunk);
      done(bytes > job.fileSize ? new UploadChangedError() : null, chunk);
    },
  });
  await pipeline(
    body,
    stallGuard(STALLED_AFTER_MS),
    measure,
    createWriteStream(path, { highWaterMark: WRITE_BYTES }),
    { signal },
  ).catch((cause: unknown) => {
    if (signal.aborted || cause instanceof UploadChangedError) throw cause;
    if (isLocalFault(cause)) throw cause;
    throw new UnavailableError('storage', { cause });
  });
  if (bytes < job.fileSize)
    throw new UnavailableError('storage', { cause: new Error('the object ended early') });
  if (digest !== null && digest.digest('hex') !== job.sha256) throw new ChecksumMismatchError();
  return path;
}

/** A full or broken scratch disk is no fault of storage. */
function isLocalFault(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT', 'EROFS', 'EIO'].includes((error as NodeJS.ErrnoException).code ?? '');
}
