import { once } from 'node:events';
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { Transform } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { CliError } from '../cli-error.js';
import { LocalFileError } from '../local-file-error.js';
import type { ByteRange } from './read-file.js';
import type { Source } from './source.js';

/** Told of every piece that is on its way: bytes sent so far. */
export type OnProgress = (sentBytes: number) => void;

/** The connection broke or storage was not able; the same bytes may be sent again. */
export class UploadCutError extends CliError {}

/** Storage does not take bytes at this address, perhaps since it has ended; a fresh one may do. */
export class AddressRefusedError extends UploadCutError {}

export interface Put {
  readonly url: string;
  readonly source: Source;
  readonly range: ByteRange;
  readonly onProgress: OnProgress;
  /** Ends it in the middle. */
  readonly signal?: AbortSignal;
}

const MAX_SHOWN_ANSWER = 200;
/** Nothing moves, or storage says nothing to what it was sent. */
const STALLED_AFTER_MS = 300_000;
/** To an address whose time is over, and to one that is wrong. */
const REFUSED = 403;
const PASSING = new Set([408, 429]);
/** S3 says so with a status of 400. */
const PASSING_CODES = /<Code>(?:RequestTimeout|IncompleteBody)<\/Code>/;

/**
 * Sends bytes of a file to where storage takes them.
 *
 * @throws UploadCutError when sending them again may help; AddressRefusedError when that needs a fresh address
 * @throws LocalFileError when the file cannot be read
 * @throws CliError when storage refuses them
 */
export async function putBytes({ url, source, range, onProgress, signal }: Put): Promise<void> {
  const request = open(url, range.end - range.start, signal);
  const answered = once(request, 'response') as Promise<[IncomingMessage]>;
  const sent = pipeline(source.read(range), counter(onProgress), request).catch((error: unknown) => {
    if (error instanceof LocalFileError) throw error;
    // A refusal may come, and close the connection, before all is sent.
    return answered;
  });
  const [[response]] = await Promise.all([answered, sent]).catch(async (error: unknown) => {
    // The request that a fault of the file has ended may tell of that first.
    await sent.catch(rethrowLocal);
    throw new UploadCutError(`The upload of ${source.name} was cut: ${messageOf(error)}`, { cause: error });
  });
  const status = response.statusCode ?? 0;
  const answer = (await text(response).catch(() => '')).slice(0, MAX_SHOWN_ANSWER);
  if (status >= 200 && status < 300) return;
  const message = `Storage answered ${status} to the upload of ${source.name}: ${answer}`;
  if (status === REFUSED) throw new AddressRefusedError(message);
  const isPassing = status >= 500 || PASSING.has(status) || PASSING_CODES.test(answer);
  throw isPassing ? new UploadCutError(message) : new CliError(message);
}

/** `fetch` sends a stream in chunks of unsaid length, which S3 refuses. */
function open(url: string, size: number, signal: AbortSignal | undefined): ClientRequest {
  const send = url.startsWith('https:') ? httpsRequest : httpRequest;
  const request = send(url, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/octet-stream', 'Content-Length': size },
    timeout: STALLED_AFTER_MS,
    ...(signal === undefined ? {} : { signal }),
  });
  return request.once('timeout', () => {
    request.destroy(new Error(`nothing moved for ${STALLED_AFTER_MS / 1_000} seconds`));
  });
}

function counter(onProgress: OnProgress): Transform {
  let sentBytes = 0;
  return new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      sentBytes += chunk.length;
      onProgress(sentBytes);
      done(null, chunk);
    },
  });
}

function rethrowLocal(error: unknown): void {
  if (error instanceof LocalFileError) throw error;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
