import type { IngestClient, Schemas } from '../../client/create-client.js';
import { RefusedError } from '../session/answer.js';
import { followJob, getJob } from './follow-job.js';
import { FileChangedError } from '../local-file-error.js';
import { type PushOptions, sendFile, type SendStage } from './send-file.js';
import type { Source } from './source.js';
import type { UnfinishedUpload, UnfinishedUploads } from './unfinished-uploads.js';

type Job = Schemas['JobDto'];

/** How far a file is. */
export type Stage =
  | SendStage
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

/**
 * Hands one file over. What an earlier run began is gone on with: the server is asked how far it came.
 *
 * @returns the job: finished if that was waited for, else as it was queued
 * @throws CliError when another process hands the same file over
 */
export async function pushFile(source: Source, push: Push): Promise<Job> {
  if (source.identity === null) return reachEnd(source, push, null, {});
  const identity = JSON.stringify([push.identity, source.identity]);
  const release = await push.unfinished.claim(identity);
  try {
    const begun = await push.unfinished.find(identity);
    const known = begun?.jobId == null ? undefined : await findJob(push.client, begun.jobId);
    const last = await reachEnd(source, push, identity, { begun, known });
    await push.unfinished.end(identity);
    return last;
  } finally {
    await release();
  }
}

async function reachEnd(source: Source, push: Push, identity: string | null, earlier: Earlier): Promise<Job> {
  const job = await reachQueue(source, push, identity, earlier);
  return push.wait ? followed(push, job) : job;
}

interface Earlier {
  readonly begun?: UnfinishedUpload | undefined;
  readonly known?: Job | undefined;
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
  const sent = { ...upload };
  const onJob = async (jobId: string): Promise<void> => {
    sent.jobId = jobId;
    if (identity !== null) await push.unfinished.keep(identity, sent);
  };
  const jobId = await sendFile(source, push, upload.key, onJob).catch(async (error: unknown) => {
    const isChanged = error instanceof FileChangedError;
    if (isChanged && sent.jobId !== null) await cancel(push.client, sent.jobId);
    // After anything else the server may have done what was asked, and the next run asks with the same key.
    const hasEnded = isChanged || (error instanceof RefusedError && error.isJudgement);
    if (hasEnded && identity !== null) await push.unfinished.end(identity);
    throw error;
  });
  return getJob(push.client, jobId);
}

/** The file that the job waits for is no more; a job that cannot be cancelled now expires. */
async function cancel(client: IngestClient, jobId: string): Promise<void> {
  await client.POST('/jobs/{job_id}/cancel', { params: { path: { job_id: jobId } } }).catch(() => undefined);
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
