import type { Schemas } from '../../client/create-client.js';
import { harmless } from '../output/harmless.js';
import { statusText } from '../output/job-lines.js';
import { writeJobReport } from '../output/job-report.js';
import { bytes, count, counted, time } from '../output/units.js';
import { getJob } from '../push/follow-job.js';
import { answerOf } from '../session/answer.js';
import type { CommandContext } from './command-context.js';
import { writeList } from './listing.js';

export interface JobsOptions {
  readonly status?: Schemas['JobDto']['status'];
  readonly limit: number;
  readonly json?: true;
}

const STATUS_WIDTH = 10;

/** Lists jobs, newest first. */
export async function listJobs({ session, output }: CommandContext, options: JobsOptions): Promise<void> {
  const { status, limit, json } = options;
  await writeList(output, {
    what: 'jobs',
    limit,
    getPage: async (page) => {
      const query = { ...page, ...(status === undefined ? {} : { status }) };
      const answer = await session.client.GET('/jobs', { params: { query } });
      return { items: answerOf(answer), next_cursor: nextCursor(answer.response) };
    },
    write: (job) => {
      if (json) output.json(job);
      else output.line(jobLine(job, output.style));
    },
  });
}

/** Shows everything about a job. */
export async function showJob(
  { session, output }: CommandContext,
  jobId: string,
  { json }: { readonly json?: true },
): Promise<void> {
  const job = await getJob(session.client, jobId);
  if (json) output.json(job);
  else writeJobReport(job, output);
}

/** From a link to the next page (RFC 8288). */
function nextCursor({ headers, url }: Response): string | null {
  const [, next] = /<([^>]*)>; rel="next"/.exec(headers.get('Link') ?? '') ?? [];
  return next === undefined ? null : new URL(next, url).searchParams.get('cursor');
}

function outcome({ error_code, statistics }: Schemas['JobDto']): string {
  if (error_code !== null) return harmless(error_code);
  if (statistics === null) return '';
  return `${counted(statistics.records, 'record')}, ${count(statistics.rejected_lines)} rejected`;
}

function jobLine(job: Schemas['JobDto'], style: CommandContext['output']['style']): string {
  const padding = ' '.repeat(STATUS_WIDTH - job.status.length);
  const file = job.file === null ? '' : `${harmless(job.file.filename)} (${bytes(job.file.size)})`;
  return [
    job.job_id,
    style.dim(time(job.created_at)),
    `${statusText(job.status, style)}${padding}`,
    file,
    style.dim(outcome(job)),
  ].join('  ');
}
