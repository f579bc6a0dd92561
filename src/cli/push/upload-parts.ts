import type { IngestClient, Schemas } from '../../client/create-client.js';
import { answerOf, expectDone, RefusedError } from '../session/answer.js';
import { inTurns } from './in-turns.js';
import { PartAddresses } from './part-addresses.js';
import { persistently } from './persistently.js';
import { putBytes } from './put-bytes.js';
import type { ByteRange } from './read-file.js';
import type { Source } from './source.js';

/** How far an upload in parts is. */
export interface PartsProgress {
  /** Bytes that are there or on their way. */
  readonly sentBytes: number;
  /** Parts that an earlier run has sent. */
  readonly partsThere: number;
  readonly partCount: number;
}

export interface PartsUpload {
  readonly client: IngestClient;
  readonly jobId: string;
  readonly multipart: Schemas['MultipartTicketDto'];
  readonly source: Source;
  readonly onProgress: (progress: PartsProgress) => void;
}

/** Codes by which the service says that there are no parts any more. */
const HAVE_ENDED = new Set(['MULTIPART_GONE', 'JOB_STATE_CONFLICT']);
/** Of one file. */
const PARTS_AT_ONCE = 4;
/** Parts that were sent and are not there are sent again, but not for ever. */
const MAX_ROUNDS = 3;

/**
 * Sends the parts of a file that are not there yet, and makes the file of them. A part whose connection breaks is sent again
 * by itself.
 *
 * @throws CliError when a part cannot be sent; those that are there stay, and the next run sends the others
 */
export async function uploadParts(upload: PartsUpload): Promise<void> {
  for (let round = 1; ; round += 1) {
    await sendMissing(upload);
    try {
      await makeFile(upload);
      return;
    } catch (error) {
      const isMissing = error instanceof RefusedError && error.code === 'PARTS_MISSING';
      if (!isMissing || round === MAX_ROUNDS) throw error;
    }
  }
}

async function sendMissing(upload: PartsUpload): Promise<void> {
  const { part_count: partCount } = upload.multipart;
  const there = await findParts(upload);
  if (there === null) return;
  const sent = new Map(there.map(({ PartNumber, Size }) => [PartNumber, Size]));
  const numbers = Array.from({ length: partCount }, (_part, index) => index + 1);
  const missing = numbers.filter((number) => sent.get(number) !== lengthOf(rangeOf(upload, number)));
  let sentBytes = there.reduce((sum, { Size }) => sum + Size, 0);
  const note = (number: number, bytes: number): void => {
    sentBytes += bytes - (sent.get(number) ?? 0);
    sent.set(number, bytes);
    upload.onProgress({ sentBytes, partsThere: partCount - missing.length, partCount });
  };
  const stop = new AbortController();
  const addresses = new PartAddresses(upload.client, upload.jobId, missing, stop.signal);
  await inTurns(missing, PARTS_AT_ONCE, async (number) => {
    const onProgress = (bytes: number): void => {
      note(number, bytes);
    };
    try {
      await persistently(() => sendPart(upload, addresses, number, onProgress, stop.signal), stop.signal);
    } catch (error) {
      stop.abort();
      throw error;
    }
  });
}

/** @returns null where they have been made a file already */
async function findParts({ client, jobId }: PartsUpload): Promise<Schemas['UploadedPartDto'][] | null> {
  const path = { job_id: jobId };
  try {
    return answerOf(await client.GET('/ingest/files/{job_id}/parts', { params: { path } }));
  } catch (error) {
    if (error instanceof RefusedError && HAVE_ENDED.has(error.code)) return null;
    throw error;
  }
}

async function sendPart(
  upload: PartsUpload,
  addresses: PartAddresses,
  number: number,
  onProgress: (sentBytes: number) => void,
  stop: AbortSignal,
): Promise<void> {
  onProgress(0);
  const url = await addresses.take(number);
  // Its own, since what listens to the one of all parts would stay until the last of them.
  const signal = AbortSignal.any([stop]);
  await putBytes({ url, source: upload.source, range: rangeOf(upload, number), onProgress, signal });
}

async function makeFile({ client, jobId }: PartsUpload): Promise<void> {
  const path = { job_id: jobId };
  expectDone(await client.POST('/ingest/files/{job_id}/parts/complete', { params: { path }, body: {} }));
}

function rangeOf({ multipart, source }: PartsUpload, number: number): ByteRange {
  const start = (number - 1) * multipart.part_size;
  return { start, end: Math.min(start + multipart.part_size, source.bytes) };
}

function lengthOf({ start, end }: ByteRange): number {
  return end - start;
}
