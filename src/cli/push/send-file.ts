import type { IngestClient, Schemas } from '../../client/create-client.js';
import { answerOf, expectDone } from '../session/answer.js';
import { persistently } from './persistently.js';
import { putBytes } from './put-bytes.js';
import type { Source } from './source.js';
import { type PartsProgress, uploadParts } from './upload-parts.js';

/** What `init` is told beside name and size. */
export type PushOptions = Pick<Schemas['InitUploadDto'], 'log_format' | 'timezone' | 'labels'>;

/** How much of a file was sent. */
export type SendStage =
  | { readonly name: 'upload'; readonly sentBytes: number; readonly bytes: number }
  | ({ readonly name: 'parts'; readonly bytes: number } & PartsProgress);

export interface Sending {
  readonly client: IngestClient;
  readonly options: PushOptions;
  readonly onStage: (stage: SendStage) => void;
}

type Ticket = Schemas['UploadTicketDto'];

/**
 * `init`, the bytes, `complete`: whole, or in parts where the service wants them.
 *
 * @param key - of the upload: with the same one `init` answers the same job, and where its bytes are sent now
 * @param onJob - told of the job before a byte is sent
 * @returns the job's id
 */
export async function sendFile(
  source: Source,
  { client, options, onStage }: Sending,
  key: string,
  onJob: (jobId: string) => Promise<void>,
): Promise<string> {
  const header = { 'Idempotency-Key': key };
  const init = async (): Promise<Ticket> => {
    const body = { filename: source.name, size: source.bytes, ...options };
    const ticket = answerOf(await client.POST('/ingest/files/init', { body, params: { header } }));
    await onJob(ticket.job_id);
    return ticket;
  };
  const first = await init();
  const { job_id: jobId, multipart } = first;
  if (multipart === null) await putWhole(source, first, init, onStage);
  else {
    const onProgress = (progress: PartsProgress): void => {
      onStage({ name: 'parts', bytes: source.bytes, ...progress });
    };
    await uploadParts({ client, jobId, multipart, source, onProgress });
  }
  expectDone(await client.POST('/ingest/files/complete', { body: { job_id: jobId }, params: { header } }));
  return jobId;
}

/** After a cut from `init` on again: where the file is sent may have come to its end. */
async function putWhole(
  source: Source,
  first: Ticket,
  initAgain: () => Promise<Ticket>,
  onStage: Sending['onStage'],
): Promise<void> {
  let ticket: Ticket | undefined = first;
  await persistently(async () => {
    const { presigned_url: url } = ticket ?? (await initAgain());
    ticket = undefined;
    const onProgress = (sentBytes: number): void => {
      onStage({ name: 'upload', sentBytes, bytes: source.bytes });
    };
    await putBytes({ url, source, range: { start: 0, end: source.bytes }, onProgress });
  });
}
