import type { Schemas } from '../../client/create-client.js';
import { harmless } from './harmless.js';
import { statusText } from './job-lines.js';
import type { Output } from './output.js';
import { severityPaint } from './severity.js';
import { bytes, count, counted, time } from './units.js';

type Job = Schemas['JobDto'];
type Statistics = Schemas['JobStatisticsDto'];

const NAME_WIDTH = 10;
const BAR_WIDTH = 36;
const SAMPLE_WIDTH = 84;
const SEVERITIES = ['FATAL', 'ERROR', 'WARN', 'INFO', 'DEBUG', 'TRACE'];

/** Everything that is known of a job, for a person. */
export function writeJobReport(job: Job, output: Output): void {
  const fact = (name: string, text: string): void => {
    output.line(`${output.style.dim(name.padEnd(NAME_WIDTH))} ${text}`);
  };
  fact('Job', job.job_id);
  if (job.file !== null) fact('File', `${harmless(job.file.filename)}, ${bytes(job.file.size)}`);
  fact('Status', `${statusText(job.status, output.style)} ${job.progress} %, attempt ${job.attempt}`);
  const labels = Object.entries(job.file?.labels ?? {}).map((label) => harmless(label.join('=')));
  if (labels.length > 0) fact('Labels', labels.join(', '));
  fact('Created', `${time(job.created_at)} UTC`);
  if (job.finished_at !== null) fact('Finished', `${time(job.finished_at)} UTC`);
  if (job.error_code !== null)
    fact('Error', `${harmless(job.error_code)}: ${harmless(job.error_message ?? '')}`);
  if (job.statistics === null) return;
  writeFacts(job.statistics, fact);
  writeSeverities(job.statistics, output);
  writeRejectGroups(job.statistics, output);
}

function writeFacts(statistics: Statistics, fact: (name: string, text: string) => void): void {
  const { lines, record_lines, rejected_lines, blank_lines, structural_lines } = statistics;
  const sure = `${Math.round(statistics.detected_confidence * 100)} % sure`;
  fact('Format', [harmless(statistics.detected_format), sure, ...unusual(statistics)].join(', '));
  fact(
    'Lines',
    `${count(lines)} = ${count(record_lines)} in records + ${count(rejected_lines)} rejected + ` +
      `${count(blank_lines)} blank + ${count(structural_lines)} structural`,
  );
  fact('Records', count(statistics.records));
  if (statistics.first_timestamp !== null && statistics.last_timestamp !== null)
    fact('Time', `${time(statistics.first_timestamp)} to ${time(statistics.last_timestamp)} UTC`);
  const { missing, assumed_timezone, assumed_year } = statistics.timestamps;
  if (missing > 0) fact('No time', counted(missing, 'record'));
  if (assumed_timezone > 0) fact('No zone', `${counted(assumed_timezone, 'record')}, read in the job’s`);
  if (assumed_year > 0) fact('No year', `${counted(assumed_year, 'record')}, given the nearest`);
  if (statistics.replaced_bytes > 0)
    fact('Replaced', `${counted(statistics.replaced_bytes, 'byte')} that were no text`);
  const parquet = statistics.output_files.find(({ kind }) => kind === 'parquet');
  if (parquet !== undefined)
    fact('Result', `${bytes(parquet.bytes)} of Parquet from ${bytes(statistics.bytes)}`);
}

/** How the file is packed and written, where it is no plain text in UTF-8. */
function unusual({ compression, encoding }: Statistics): string[] {
  return [compression, encoding].filter((name) => name !== 'none' && name !== 'utf-8').map(harmless);
}

function writeSeverities({ severities, records }: Statistics, output: Output): void {
  const known = SEVERITIES.flatMap((name) => {
    const found = severities[name] ?? 0;
    return found > 0 ? [{ name, found }] : [];
  });
  if (known.length === 0) return;
  const unknown = records - known.reduce((sum, { found }) => sum + found, 0);
  const rows = unknown > 0 ? [...known, { name: 'unknown', found: unknown }] : known;
  const most = Math.max(...rows.map(({ found }) => found));
  output.line(`\n${output.style.bold('Severity')}`);
  for (const { name, found } of rows) {
    const bar = '█'.repeat(Math.max(1, Math.round((found / most) * BAR_WIDTH)));
    const share = `${((found / records) * 100).toFixed(1)} %`;
    const drawn = severityPaint(name, output.style)(bar) + ' '.repeat(BAR_WIDTH - bar.length);
    output.line(`${name.padEnd(NAME_WIDTH)} ${drawn} ${count(found)} ${output.style.dim(share)}`);
  }
}

function writeRejectGroups({ rejects }: Statistics, output: Output): void {
  if (rejects.length === 0) return;
  const { style } = output;
  output.line(`\n${style.bold('Not read')}`);
  for (const { code, count: times, first_line, sample } of rejects) {
    const where = `first in line ${count(first_line)}${sample === '' ? '' : ':'}`;
    output.line(`${style.red(harmless(code))} ${count(times)} ×, ${where}`);
    if (sample !== '') output.line(`  ${style.dim(harmless(sample).slice(0, SAMPLE_WIDTH))}`);
  }
}
