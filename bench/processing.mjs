// Speed and memory of the worker on generated files, rejects on, beside floors measured in the same run.
//   npm run bench:processing -- [--mb 100] [--bad 0] [--bad-kind broken|short] [--runs 5] [--format ndjson,csv,combined]
//                               [--floors yes|no]
// `--mb` and `--bad` (percent of the lines) take lists. Needs a build (npm run build), and in the temporary folder room for
// the files and three times the largest. `of first` is the cost of a MB beside that of the first share of `--bad`.
// Nothing here asserts: it prints figures to compare. docs/performance-processing.md explains them.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { FORMATS, generate } from './generate.mjs';

const { values: options } = parseArgs({
  options: {
    mb: { type: 'string', default: '100' },
    runs: { type: 'string', default: '5' },
    bad: { type: 'string', default: '0' },
    'bad-kind': { type: 'string', default: 'broken' },
    format: { type: 'string', default: Object.keys(FORMATS).join(',') },
    floors: { type: 'string', default: 'yes' },
  },
});

async function runChild(program, args) {
  const child = fork(new URL(program, import.meta.url), args);
  const exited = once(child, 'exit');
  const [message] = await Promise.race([
    once(child, 'message'),
    exited.then(([code]) => Promise.reject(new Error(`${program} exited with ${code}`))),
  ]);
  await exited;
  return message;
}

async function runWorker(folder, key, bytes) {
  const told = await runChild('./worker.child.mjs', [folder, key, String(bytes)]);
  return {
    ...told,
    wall: told.wallMs / 1000,
    cpu: (told.workerCpuMs + told.childCpuMs) / 1000,
    workerCpu: told.workerCpuMs / 1000,
    rss: (told.workerRssKb + told.childRssKb) / 1024,
    childRss: told.childRssKb / 1024,
  };
}

async function runFloor(folder, kind, format, source) {
  const target = join(folder, 'floor.parquet');
  const { usage } = await runChild('./floor.child.mjs', [kind, format, source, target]);
  const parquetBytes = statSync(target).size;
  rmSync(target);
  return { cpu: (usage.userCPUTime + usage.systemCPUTime) / 1e6, rss: usage.maxRSS / 1024, parquetBytes };
}

function medianOf(runs, name) {
  return runs.map((run) => run[name]).sort((a, b) => a - b)[Math.floor(runs.length / 2)];
}

/** One file for each share of bad lines. */
function makeFiles(folder, format, mb) {
  return options.bad.split(',').map((badPercent) => {
    const key = `${format}-${badPercent}`;
    const source = join(folder, 'storage', key);
    const { bytes, lines } = generate(
      format,
      source,
      Number(mb) * 1e6,
      Number(badPercent),
      options['bad-kind'],
    );
    const withFloors = options.floors === 'yes' && badPercent === '0';
    return { key, source, badPercent, bytes, lines, withFloors, runs: { ours: [], own: [], record: [] } };
  });
}

/** Runs everything in turn, as often as asked, so that what else the machine does falls on all of it alike. */
async function measure(folder, format, files) {
  for (let i = 0; i < Number(options.runs); i += 1) {
    for (const { key, source, bytes, withFloors, runs } of files) {
      runs.ours.push(await runWorker(folder, key, bytes));
      if (!withFloors) continue;
      runs.own.push(await runFloor(folder, 'own', format, source));
      runs.record.push(await runFloor(folder, 'record', format, source));
    }
  }
}

function rowOf(format, { badPercent, bytes, lines, runs }, first) {
  const { ours, own, record } = runs;
  const mb = bytes / 1e6;
  const cpu = medianOf(ours, 'cpu');
  const fixed = (number, digits) => Number(number.toFixed(digits));
  const row = {
    format,
    MB: Math.round(mb),
    'bad %': Number(badPercent),
    lines,
    rejected: ours[0].statistics.rejected_lines,
    'MB/s wall': fixed(mb / medianOf(ours, 'wall'), 1),
    'CPU s': fixed(cpu, 2),
    'of it worker': fixed(medianOf(ours, 'workerCpu'), 2),
    'MB/CPU s': fixed(mb / cpu, 1),
    'RSS MiB': Math.round(medianOf(ours, 'rss')),
    'of it child': Math.round(medianOf(ours, 'childRss')),
    'result MB': Math.round(ours[0].parquetBytes / 1e6),
    'of first': fixed(cpu / mb / (medianOf(first.runs.ours, 'cpu') / (first.bytes / 1e6)), 2),
  };
  if (own.length === 0) return row;
  return {
    ...row,
    'own CPU s': fixed(medianOf(own, 'cpu'), 2),
    'ratio own': fixed(cpu / medianOf(own, 'cpu'), 2),
    'record CPU s': fixed(medianOf(record, 'cpu'), 2),
    'ratio record': fixed(cpu / medianOf(record, 'cpu'), 2),
  };
}

const folder = mkdtempSync(join(tmpdir(), 'ingest-bench-'));
mkdirSync(join(folder, 'storage'));
console.log(
  `median of ${options.runs} runs; ${cpus().length} × ${cpus()[0].model}, Node ${process.version}, load ${loadavg()[0].toFixed(1)}`,
);
try {
  const table = [];
  for (const format of options.format.split(',')) {
    for (const mb of options.mb.split(',')) {
      const files = makeFiles(folder, format, mb);
      await measure(folder, format, files);
      for (const file of files) {
        table.push(rowOf(format, file, files[0]));
        rmSync(file.source);
      }
    }
  }
  console.table(table);
  console.log(`load at the end ${loadavg()[0].toFixed(1)}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
