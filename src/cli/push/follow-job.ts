import { EventSourceParserStream } from 'eventsource-parser/stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { IngestClient, Schemas } from '../../client/create-client.js';
import { answerOf } from '../session/answer.js';

type Job = Schemas['JobDto'];

/** Between two streams: one that breaks at once must not be opened in a loop. */
const RECONNECT_AFTER_MS = 1_000;

/** Watches a job to its end. */
export async function followJob(
  client: IngestClient,
  jobId: string,
  onChange: (job: Job) => void,
): Promise<Job> {
  for (;;) {
    const last = await watch(client, jobId, onChange);
    if (last !== undefined && isFinished(last)) return last;
    const job = await getJob(client, jobId);
    onChange(job);
    if (isFinished(job)) return job;
    await pause(RECONNECT_AFTER_MS);
  }
}

/** @throws RefusedError when there is no such job */
export async function getJob(client: IngestClient, jobId: string): Promise<Job> {
  return answerOf(await client.GET('/jobs/{job_id}', { params: { path: { job_id: jobId } } }));
}

export function isFinished({ status }: Job): boolean {
  return status === 'COMPLETED' || status === 'FAILED';
}

/** @returns the job as the stream told it last; undefined where it told nothing */
async function watch(
  client: IngestClient,
  jobId: string,
  onChange: (job: Job) => void,
): Promise<Job | undefined> {
  const { data, response } = await client.GET('/jobs/{job_id}/events', {
    params: { path: { job_id: jobId } },
    parseAs: 'stream',
  });
  if (!response.ok || data == null) return undefined;
  let last: Job | undefined;
  try {
    const events = data.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
    for await (const { data: text } of events) {
      last = JSON.parse(text) as Job;
      onChange(last);
      if (isFinished(last)) break;
    }
  } catch {
    // The connection was cut; the caller asks for the job and comes back.
  }
  return last;
}
