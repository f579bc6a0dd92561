import { type HttpClient, putFile } from '../../support/http-client.js';
import { type InitOptions, init, type Ticket } from './jobs.js';

/** What `init` answers where the file may come in parts. */
export interface MultipartTicket extends Ticket {
  readonly multipart: {
    readonly upload_id: string;
    readonly key: string;
    readonly part_size: number;
    readonly part_count: number;
  } | null;
}

export interface UploadedPart {
  readonly PartNumber: number;
  readonly Size: number;
  readonly ETag: string;
}

export interface SignedPart {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly size: number;
}

export function initInParts(
  client: HttpClient,
  size: number,
  options: InitOptions = {},
): Promise<MultipartTicket> {
  return init(client, size, { multipart: true, ...options });
}

/** Sends one part of a file the way Uppy does. @returns its ETag */
export async function sendPart(
  client: HttpClient,
  { job_id: jobId, multipart }: MultipartTicket,
  number: number,
  file: Buffer,
): Promise<string> {
  const size = multipart?.part_size ?? 0;
  const signed = await client.post<SignedPart>(`/ingest/files/${jobId}/parts/${number}`);
  expect({ status: signed.status, body: signed.body }).toMatchObject({ status: 200 });
  const part = file.subarray((number - 1) * size, number * size);
  expect(signed.body.size).toBe(part.length);
  const response = await putFile(signed.body.url, part);
  expect(response.status).toBe(200);
  return response.headers.get('etag') ?? '';
}

export async function listParts(client: HttpClient, jobId: string): Promise<UploadedPart[]> {
  const answer = await client.get<UploadedPart[]>(`/ingest/files/${jobId}/parts`);
  expect(answer.status).toBe(200);
  return answer.body;
}
