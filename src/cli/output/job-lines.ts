import type { Schemas } from '../../client/create-client.js';
import { harmless } from './harmless.js';
import type { Style } from './style.js';
import { count, counted, time } from './units.js';

type Job = Schemas['JobDto'];

const DAMAGE: Partial<Readonly<Record<Schemas['RejectGroupDto']['code'], string>>> = {
  TRUNCATED_INPUT: 'cut off',
  CORRUPT_INPUT: 'damaged',
  TRAILING_GARBAGE: 'with something behind its end',
};

/** All about a job in one line: how it ended, what was in the file. */
export function summaryLine(name: string, job: Job, style: Style): string {
  return [style.bold(harmless(name)), outcome(job, style), style.dim(job.job_id)].join('  ');
}

function outcome({ status, statistics, error_code, error_message }: Job, style: Style): string {
  if (status === 'FAILED')
    return style.red(`FAILED ${harmless(error_code ?? '')}: ${harmless(error_message ?? '')}`);
  if (status !== 'COMPLETED' || statistics === null) return status;
  const { lines, records, rejected_lines, replaced_bytes, detected_format } = statistics;
  const rejected = `${count(rejected_lines)} rejected`;
  return [
    `${style.green('COMPLETED')} ${counted(lines, 'line')}`,
    counted(records, 'record'),
    rejected_lines > 0 ? style.yellow(rejected) : rejected,
    ...damageOf(statistics).map(style.yellow),
    ...(replaced_bytes > 0 ? [style.yellow(`${counted(replaced_bytes, 'byte')} replaced`)] : []),
    harmless(detected_format),
    ...(spanOf(statistics) ?? []),
  ].join(', ');
}

/** What happened to a file that lost more than lines that can be counted. */
function damageOf({ rejects, rejected_lines }: Schemas['JobStatisticsDto']): string[] {
  const known = rejects.flatMap(({ code }) => DAMAGE[code] ?? []);
  return known.length === 0 && rejected_lines === 0 && rejects.length > 0 ? ['incomplete'] : known;
}

function spanOf({ first_timestamp, last_timestamp }: Schemas['JobStatisticsDto']): string[] | undefined {
  if (first_timestamp === null || last_timestamp === null) return undefined;
  return [`${time(first_timestamp)} to ${time(last_timestamp)}`];
}

/** A state in its colour. */
export function statusText(status: Job['status'], style: Style): string {
  if (status === 'COMPLETED') return style.green(status);
  return status === 'FAILED' ? style.red(status) : style.yellow(status);
}
