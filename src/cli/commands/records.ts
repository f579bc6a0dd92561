import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { ReadableStream } from 'node:stream/web';
import type { Schemas } from '../../client/create-client.js';
import { harmless, harmlessJson } from '../output/harmless.js';
import { drawHistogram } from '../output/histogram-chart.js';
import { recordText, rejectText } from '../output/record-lines.js';
import { count } from '../output/units.js';
import { answerOf, expectDone } from '../session/answer.js';
import type { CommandContext } from './command-context.js';
import { noteMore, noteNone, writeList } from './listing.js';
import { type FilterOptions, filterQuery, withFields } from './record-filters.js';

interface ListOptions {
  readonly limit: number;
  readonly json?: true;
}

export interface LogsOptions extends FilterOptions, ListOptions {
  readonly order: 'asc' | 'desc';
  /** Every match, however many. */
  readonly all?: true;
  /** The text of the file alone. */
  readonly raw?: true;
}

/** Writes the records of a job. They come as one stream, in which long numbers keep all their digits. */
export async function logs(
  { session, output }: CommandContext,
  jobId: string,
  options: LogsOptions,
): Promise<void> {
  const answer = await session.client.GET('/jobs/{job_id}/logs', {
    params: { path: { job_id: jobId }, query: { ...filterQuery(options), order: options.order } },
    headers: { Accept: 'application/x-ndjson' },
    parseAs: 'stream',
    ...withFields(options),
  });
  expectDone(answer);
  // Where no record matches there is no body.
  const stream: unknown = answer.data;
  const body = stream instanceof ReadableStream ? Readable.fromWeb(stream) : Readable.from([]);
  const limit = options.all ? Infinity : options.limit;
  let written = 0;
  for await (const line of createInterface({ input: body, crlfDelay: Infinity })) {
    if (written === limit) {
      noteMore(output, 'records', '--limit or --all');
      break;
    }
    written += 1;
    if (options.json) output.line(harmlessJson(line));
    else output.line(shown(JSON.parse(line) as Schemas['RecordDto'], options, output.style));
  }
  body.destroy();
  if (written === 0) noteNone(output, 'records');
}

/** Writes records of all jobs, newest first; for a person, those of one job under its id. */
export async function search(
  { session, output }: CommandContext,
  options: FilterOptions & ListOptions,
): Promise<void> {
  let shownJob: string | undefined;
  await writeList(output, {
    what: 'records with a timestamp',
    limit: options.limit,
    getPage: async (page) =>
      answerOf(
        await session.client.GET('/logs', {
          params: { query: { ...filterQuery(options), ...page } },
          ...withFields(options),
        }),
      ),
    write: (record) => {
      if (options.json) {
        output.json(record);
        return;
      }
      if (record.job_id !== shownJob) output.line(output.style.bold(`Job ${harmless(record.job_id)}`));
      shownJob = record.job_id;
      output.line(recordText(record, output.style));
    },
  });
}

/** Writes what could not be read. */
export async function rejects(
  { session, output }: CommandContext,
  jobId: string,
  options: ListOptions,
): Promise<void> {
  await writeList(output, {
    what: 'rejects',
    limit: options.limit,
    getPage: async (page) =>
      answerOf(
        await session.client.GET('/jobs/{job_id}/rejects', {
          params: { path: { job_id: jobId }, query: page },
        }),
      ),
    write: (reject) => {
      if (options.json) output.json(reject);
      else output.line(rejectText(reject, output.style));
    },
  });
}

export interface HistogramOptions extends FilterOptions {
  readonly by: 'severity' | 'service' | 'status';
  readonly interval: string;
  readonly json?: true;
}

/** Draws the counts of a job's records over time. */
export async function histogram(
  { session, output }: CommandContext,
  jobId: string,
  options: HistogramOptions,
): Promise<void> {
  const { by, interval, json } = options;
  const counts = answerOf(
    await session.client.GET('/jobs/{job_id}/histogram', {
      params: { path: { job_id: jobId }, query: { ...filterQuery(options), by, interval } },
      ...withFields(options),
    }),
  );
  if (json) output.json(counts);
  else if (counts.buckets.some(({ total }) => total > 0)) drawHistogram(counts, output);
  else if (counts.without_timestamp === 0) noteNone(output, 'records');
  else noteNone(output, `records with a timestamp, and ${count(counts.without_timestamp)} without`);
}

function shown(
  record: Schemas['RecordDto'],
  { raw }: LogsOptions,
  style: CommandContext['output']['style'],
): string {
  return raw ? record.raw.split('\n').map(harmless).join('\n') : recordText(record, style);
}
