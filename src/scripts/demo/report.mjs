// Shows what the service found in a file.
import {
  bar,
  blue,
  bold,
  bytes,
  cyan,
  dim,
  green,
  harmless,
  magenta,
  number,
  red,
  shortened,
  yellow,
} from './terminal.mjs';

const SEVERITIES = { FATAL: magenta, ERROR: red, WARN: yellow, INFO: green, DEBUG: cyan, TRACE: blue };
const BAR_WIDTH = 36;
const SAMPLE_WIDTH = 84;

export function showReport(job) {
  const { statistics } = job;
  if (!statistics) return;
  showFacts(statistics);
  showSeverities(statistics);
  showRejects(statistics);
}

function showFacts(statistics) {
  const { lines, record_lines, rejected_lines, blank_lines, structural_lines, timestamps, seconds } =
    statistics;
  const sum = record_lines + rejected_lines + blank_lines + structural_lines;
  fact(
    'Format',
    `${bold(harmless(statistics.detected_format))}, ${percent(statistics.detected_confidence)} sure`,
  );
  fact(
    'Lines',
    `${bold(number(lines))} = ${number(record_lines)} in records + ${number(rejected_lines)} rejected + ` +
      `${number(blank_lines)} blank + ${number(structural_lines)} structural  ${sum === lines ? green('✓') : red('✗')}`,
  );
  fact('Records', bold(number(statistics.records)));
  if (statistics.first_timestamp !== null) {
    fact('Time', `${shortTime(statistics.first_timestamp)} to ${shortTime(statistics.last_timestamp)} UTC`);
  }
  if (timestamps.missing > 0) fact('', `${number(timestamps.missing)} without a timestamp`);
  const out = (statistics.output_files ?? []).find(({ kind }) => kind === 'parquet');
  if (out !== undefined) fact('Result', `${bytes(out.bytes)} of Parquet from ${bytes(statistics.bytes)}`);
  const took = ['stage', 'parse', 'publish'].map((phase) => `${phase} ${(seconds[phase] ?? 0).toFixed(2)} s`);
  fact('Took', took.join(', '));
}

function showSeverities({ severities, records }) {
  const known = Object.keys(SEVERITIES).filter((name) => severities[name] > 0);
  if (known.length === 0) return;
  const most = Math.max(...known.map((name) => severities[name]));
  console.log(`\n  ${bold('Severity')}`);
  for (const name of known) {
    const count = severities[name];
    const drawn = bar(count / most, BAR_WIDTH);
    const padding = ' '.repeat(BAR_WIDTH - drawn.length);
    console.log(
      `  ${name.padEnd(8)} ${SEVERITIES[name](drawn)}${padding} ${number(count)} ${dim(percent(count / records))}`,
    );
  }
}

function showRejects({ rejects }) {
  if (rejects.length === 0) return;
  console.log(`\n  ${bold('Not read')}`);
  for (const { code, count, first_line, sample } of rejects) {
    const times = count === 1 ? 'once' : `${number(count)} times`;
    console.log(`  ${red(harmless(code))} ${times}, first in line ${number(first_line)}:`);
    console.log(`    ${dim(shortened(harmless(sample), SAMPLE_WIDTH))}`);
  }
}

function fact(name, text) {
  console.log(`  ${dim(name.padEnd(8))} ${text}`);
}

function percent(share) {
  return `${(share * 100).toFixed(share > 0 && share < 0.1 ? 1 : 0)} %`;
}

function shortTime(timestamp) {
  return harmless(timestamp)
    .replace('T', ' ')
    .replace(/(\.\d+)?Z$/, '');
}
