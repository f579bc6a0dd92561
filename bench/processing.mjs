// Speed of the parser on generated files, beside a floor measured in the same run.
//   npm run bench:processing -- [--mb 100] [--runs 3] [--bad 0] [--format ndjson,csv,combined]
// Needs a build (npm run build). Nothing here asserts: it prints figures to compare.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ParserProcess } from '../dist/src/parsing/parser-process.js';
import { FORMATS, generate } from './generate.mjs';

const { values: options } = parseArgs({
  options: {
    mb: { type: 'string', default: '100' },
    runs: { type: 'string', default: '3' },
    bad: { type: 'string', default: '0' },
    format: { type: 'string', default: Object.keys(FORMATS).join(',') },
  },
});

function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

function cpuSeconds(usage) {
  return (usage.userCPUTime + usage.systemCPUTime) / 1e6;
}

async function runParser(source, folder) {
  const workDir = mkdtempSync(join(folder, 'work-'));
  const parser = new ParserProcess({
    entry: new URL('./measured-parser.child.mjs', import.meta.url),
    timeoutMs: 600_000,
  });
  const startedAt = performance.now();
  const outcome = await parser.run({
    jobId: 'bench',
    sourcePath: source,
    workDir,
    format: 'auto',
    timezone: 'UTC',
    onError: 'continue',
    maxRejects: null,
    labels: {},
    createdAtMs: Date.UTC(2026, 5, 1),
    limits: { maxDecompressedBytes: 2 ** 33, maxCompressionRatio: 200, maxLineBytes: 2 ** 20, memoryMb: 512 },
  });
  const wall = (performance.now() - startedAt) / 1000;
  rmSync(workDir, { recursive: true });
  return {
    wall,
    cpu: cpuSeconds(outcome.usage),
    rss: outcome.usage.maxRSS / 1024,
    statistics: outcome.statistics,
  };
}

async function runFloor(format, source, folder) {
  const target = join(folder, 'floor.parquet');
  const child = fork(new URL('./floor.child.mjs', import.meta.url), [format, source, target]);
  const exited = once(child, 'exit');
  const [{ wallMs, usage }] = await Promise.race([
    once(child, 'message'),
    exited.then(([code]) => Promise.reject(new Error(`the floor exited with ${code}`))),
  ]);
  await exited;
  return { wall: wallMs / 1000, cpu: cpuSeconds(usage), rss: usage.maxRSS / 1024 };
}

async function repeat(count, run) {
  const runs = [];
  for (let i = 0; i < count; i += 1) runs.push(await run());
  const figure = (name) => median(runs.map((each) => each[name]));
  return { wall: figure('wall'), cpu: figure('cpu'), rss: figure('rss'), statistics: runs[0].statistics };
}

const folder = mkdtempSync(join(tmpdir(), 'ingest-bench-'));
mkdirSync(folder, { recursive: true });
console.log(
  `${options.mb} MB, ${options.bad} % bad lines, median of ${options.runs} runs; ${cpus()[0].model}, Node ${process.version}`,
);
try {
  const table = [];
  for (const format of options.format.split(',')) {
    const source = join(folder, format);
    const { bytes, lines } = generate(format, source, Number(options.mb) * 1e6, Number(options.bad));
    const mb = bytes / 1e6;
    const ours = await repeat(Number(options.runs), () => runParser(source, folder));
    const floor = await repeat(Number(options.runs), () => runFloor(format, source, folder));
    table.push({
      format: ours.statistics.detected_format,
      lines,
      rejected: ours.statistics.rejected_lines,
      'MB/s wall': Number((mb / ours.wall).toFixed(1)),
      'CPU s/100 MB': Number(((ours.cpu / mb) * 100).toFixed(2)),
      'MB/CPU s': Number((mb / ours.cpu).toFixed(1)),
      'peak RSS MiB': Math.round(ours.rss),
      'floor CPU s/100 MB': Number(((floor.cpu / mb) * 100).toFixed(2)),
      'floor RSS MiB': Math.round(floor.rss),
      'CPU ratio': Number((ours.cpu / floor.cpu).toFixed(2)),
    });
    rmSync(source);
  }
  console.table(table);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
