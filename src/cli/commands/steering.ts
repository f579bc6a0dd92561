import { randomUUID } from 'node:crypto';
import { summaryLine } from '../output/job-lines.js';
import { answerOf, expectDone } from '../session/answer.js';
import type { CommandContext } from './command-context.js';

export interface SteeringOptions {
  readonly json?: true;
}

/** Gives jobs up, one after the other; one that runs is stopped within seconds. */
export async function cancelJobs(
  context: CommandContext,
  jobIds: readonly string[],
  options: SteeringOptions,
): Promise<void> {
  for (const job_id of jobIds) {
    const params = { path: { job_id } };
    writeJob(
      context,
      answerOf(await context.session.client.POST('/jobs/{job_id}/cancel', { params })),
      options,
    );
  }
}

/** Hands failed jobs to the workers again, one after the other. */
export async function retryJobs(
  context: CommandContext,
  jobIds: readonly string[],
  options: SteeringOptions,
): Promise<void> {
  for (const job_id of jobIds) {
    const params = { path: { job_id }, header: { 'Idempotency-Key': randomUUID() } };
    writeJob(
      context,
      answerOf(await context.session.client.POST('/jobs/{job_id}/retry', { params })),
      options,
    );
  }
}

/** Removes jobs with their files and results for good, one after the other. */
export async function deleteJobs(
  { session, output }: CommandContext,
  jobIds: readonly string[],
): Promise<void> {
  for (const job_id of jobIds) {
    expectDone(await session.client.DELETE('/jobs/{job_id}', { params: { path: { job_id } } }));
    output.note(`Deleted ${job_id}.`);
  }
}

function writeJob(
  { output }: CommandContext,
  job: Parameters<typeof summaryLine>[1],
  { json }: SteeringOptions,
): void {
  if (json) output.json(job);
  else output.line(summaryLine(job.file?.filename ?? '-', job, output.style));
}
