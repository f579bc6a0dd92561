import { setTimeout as pause } from 'node:timers/promises';
import type { IngestClient, Schemas } from '../../client/create-client.js';
import { answerOf, expectDone, RefusedError } from '../session/answer.js';
import { followJob, getJob } from './follow-job.js';
import type { Source } from './source.js';
import type { UnfinishedUpload, UnfinishedUploads } from './unfinished-uploads.js';
import { UploadCutError, uploadFile } from './upload-file.js';

type Job = Schemas['JobDto'];

/** What `init` is told beside name and size. */
export type PushOptions = Pick<Schemas['InitUploadDto'], 'log_format' | 'timezone' | 'labels'>;

/** How far a file is. */
export type Stage =
  | { readonly name: 'upload'; readonly sentBytes: number; readonly bytes: number }
  | { readonly name: 'resume'; readonly status: Job['status'] }
  | { readonly name: 'job'; readonly job: Job };

export interface Push {
  readonly client: IngestClient;
  readonly unfinished: UnfinishedUploads;
  /** Of server, user and options: the same file is another upload for each. */
  readonly identity: string;
  readonly options: PushOptions;
  /** Whether to stay until the job is finished. */
  readonly wait: boolean;
  readonly onStage: (stage: Stage) => void;
}

const MAX_SENDS = 5;
const FIRST_PAUSE_MS = 500;

/**
 * Hands one file over. What an earlier run began is gone on with: the server is asked how far it came.
 *
 * @returns the job: finished if that was waited for, else as it was queued
 */
export async function pushFile(source: Source, push: Push): Promise<Job> {
  const identity = source.identity === null ? null : JSON.stringify([push.identity, source.identity]);
  const begun = identity === null ? undefined : await push.unfinished.find(identity);
  const known = begun?.jobId == null ? undefined : await findJob(push.client, begun.jobId);
  const job = await reachQueue(source, push, identity, { begun, known });
  const last = push.wait ? await followed(push, job) : job;
  if (identity !== null) await push.unfinished.end(identity);
  return last;
}

interface Earlier {
  readonly begun: UnfinishedUpload | undefined;
  readonly known: Job | undefined;
}

async function reachQueue(
  source: Source,
  push: Push,
  identity: string | null,
  { begun, known }: Earlier,
): Promise<Job> {
  if (known !== undefined) push.onStage({ name: 'resume', status: known.status });
  if (known !== undefined && known.status !== 'CREATED' && !isExpired(known)) return known;
  const canGoOn =
    begun?.bytes === source.bytes && (begun.jobId === null || known !== undefined) && !isExpired(known);
  const upload = canGoOn ? begun : await begin(push.unfinished, identity, source.bytes);
  const jobId = await send(source, push, upload, async (id) => {
    if (identity !== null) await push.unfinished.noteJob(identity, upload, id);
  }).catch(async (error: unknown) => {
    // After anything else the server may have done what was asked, and the next run asks with the same key.
    if (identity !== null && error instanceof RefusedError && error.isJudgement)
      await push.unfinished.end(identity);
    throw error;
  });
  return getJob(push.client, jobId);
}

/** `init`, PUT, `complete`; after a cut, from `init` on again, which answers the same job and a fresh URL. */
async function send(
  source: Source,
  { client, options, onStage }: Push,
  { key }: UnfinishedUpload,
  onJob: (jobId: string) => Promise<void>,
): Promise<string> {
  const header = { 'Idempotency-Key': key };
  for (let attempt = 1; ; attempt += 1) {
    const body = { filename: source.name, size: source.bytes, ...options };
    const ticket = answerOf(await client.POST('/ingest/files/init', { body, params: { header } }));
    await onJob(ticket.job_id);
    try {
      await uploadFile(ticket, source, (sentBytes) => {
        onStage({ name: 'upload', sentBytes, bytes: source.bytes });
      });
    } catch (error) {
      if (!(error instanceof UploadCutError) || attempt === MAX_SENDS) throw error;
      await pause(FIRST_PAUSE_MS * 2 ** (attempt - 1));
      continue;
    }
    const completed = { body: { job_id: ticket.job_id }, params: { header } };
    expectDone(await client.POST('/ingest/files/complete', completed));
    return ticket.job_id;
  }
}

function begin(
  unfinished: UnfinishedUploads,
  identity: string | null,
  bytes: number,
): Promise<UnfinishedUpload> | UnfinishedUpload {
  if (identity !== null) return unfinished.begin(identity, bytes);
  return { key: crypto.randomUUID(), jobId: null, bytes };
}

function followed({ client, onStage }: Push, job: Job): Promise<Job> {
  const onChange = (changed: Job): void => {
    onStage({ name: 'job', job: changed });
  };
  return followJob(client, job.job_id, onChange);
}

async function findJob(client: IngestClient, jobId: string): Promise<Job | undefined> {
  try {
    return await getJob(client, jobId);
  } catch (error) {
    if (error instanceof RefusedError && error.status === 404) return undefined;
    throw error;
  }
}

/** The server gave up on the file before it came. */
function isExpired(job: Job | undefined): boolean {
  return job?.error_code === 'UPLOAD_EXPIRED';
}
