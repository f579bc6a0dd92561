import { once } from 'node:events';
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { text } from 'node:stream/consumers';
import type { Schemas } from '../../client/create-client.js';
import { CliError } from '../cli-error.js';
import type { Source } from './source.js';

/** Told of every piece that is on its way: bytes sent so far. */
export type OnProgress = (sentBytes: number) => void;

/** The connection broke or storage was not able; the same file may be sent again. */
export class UploadCutError extends CliError {}

const MAX_SHOWN_ANSWER = 200;

/**
 * Sends a file to where its ticket says.
 *
 * @throws UploadCutError when sending it again may help
 * @throws CliError when storage refuses it
 */
export async function uploadFile(
  ticket: Schemas['UploadTicketDto'],
  source: Source,
  onProgress: OnProgress,
): Promise<void> {
  const request = open(ticket.presigned_url, source.bytes);
  const answered = once(request, 'response') as Promise<[IncomingMessage]>;
  const sent = pipeline(source.open(), counter(onProgress), request);
  // A refusal may come, and close the connection, before all is sent.
  const [[response]] = await Promise.all([answered, sent.catch(() => answered)]).catch((error: unknown) => {
    throw new UploadCutError(`The upload of ${source.name} was cut: ${messageOf(error)}`, { cause: error });
  });
  const status = response.statusCode ?? 0;
  const answer = (await text(response).catch(() => '')).slice(0, MAX_SHOWN_ANSWER);
  if (status >= 200 && status < 300) return;
  const message = `Storage answered ${status} to the upload of ${source.name}: ${answer}`;
  throw status >= 500 ? new UploadCutError(message) : new CliError(message);
}

/** `fetch` sends a stream in chunks of unsaid length, which S3 refuses. */
function open(url: string, size: number): ClientRequest {
  const send = url.startsWith('https:') ? httpsRequest : httpRequest;
  return send(url, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/octet-stream', 'Content-Length': size },
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

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
