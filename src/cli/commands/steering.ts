import { randomUUID } from 'node:crypto';
import type { Schemas } from '../../client/create-client.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { harmless } from '../output/harmless.js';
import { summaryLine } from '../output/job-lines.js';
import { answerOf, expectDone, RefusedError } from '../session/answer.js';
import type { CommandContext } from './command-context.js';

export interface SteeringOptions {
  readonly json?: true;
}

/** Gives jobs up; one that runs is stopped within seconds. */
export function cancelJobs(
  context: CommandContext,
  jobIds: readonly string[],
  options: SteeringOptions,
): Promise<ExitCode> {
  return forEachJob(context, jobIds, async (job_id) => {
    const params = { path: { job_id } };
    writeJob(
      context,
      answerOf(await context.session.client.POST('/jobs/{job_id}/cancel', { params })),
      options,
    );
  });
}

/** Hands failed jobs to the workers again. */
export function retryJobs(
  context: CommandContext,
  jobIds: readonly string[],
  options: SteeringOptions,
): Promise<ExitCode> {
  return forEachJob(context, jobIds, async (job_id) => {
    const params = { path: { job_id }, header: { 'Idempotency-Key': randomUUID() } };
    writeJob(
      context,
      answerOf(await context.session.client.POST('/jobs/{job_id}/retry', { params })),
      options,
    );
  });
}

/** Removes jobs with their files and results for good. */
export function deleteJobs(
  context: CommandContext,
  jobIds: readonly string[],
  { json }: SteeringOptions,
): Promise<ExitCode> {
  const { session, output } = context;
  return forEachJob(context, jobIds, async (job_id) => {
    expectDone(await session.client.DELETE('/jobs/{job_id}', { params: { path: { job_id } } }));
    if (json) output.json({ job_id, deleted: true });
    else output.line(`Deleted ${job_id}`);
  });
}

/** One job after the other; a refusal names its job and does not keep the others back. */
async function forEachJob(
  { output }: CommandContext,
  jobIds: readonly string[],
  steer: (jobId: string) => Promise<void>,
): Promise<ExitCode> {
  let code: ExitCode = EXIT.ok;
  for (const jobId of jobIds) {
    try {
      await steer(jobId);
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      output.note(`${harmless(jobId)}: ${output.style.red(harmless(error.message))}`);
      code = EXIT.failed;
    }
  }
  return code;
}

function writeJob({ output }: CommandContext, job: Schemas['JobDto'], { json }: SteeringOptions): void {
  if (json) output.json(job);
  else output.line(summaryLine(job.file?.filename ?? '-', job, output.style));
}
