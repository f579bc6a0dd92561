// Parses every file of test/corpus under `auto` and writes what was found to docs/corpus-results.md.
//   node bench/corpus-table.mjs          (needs a build: npm run build)
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format as prettified, resolveConfig } from 'prettier';
import { parseFile } from '../dist/src/parsing/parse-file.js';

const corpus = fileURLToPath(new URL('../test/corpus/', import.meta.url));
const target = fileURLToPath(new URL('../docs/corpus-results.md', import.meta.url));
const LIMITS = {
  maxDecompressedBytes: 2 ** 30,
  maxCompressionRatio: 200,
  maxLineBytes: 2 ** 20,
  maxNestingDepth: 1000,
  maxOutputBytes: 2 ** 33,
  memoryMb: 256,
};

async function parse(file) {
  const workDir = mkdtempSync(join(tmpdir(), 'ingest-corpus-'));
  try {
    const outcome = await parseFile({
      jobId: 'corpus',
      sourcePath: join(corpus, file),
      workDir,
      format: 'auto',
      timezone: 'UTC',
      onError: 'continue',
      maxRejects: null,
      labels: {},
      createdAtMs: Date.UTC(2026, 5, 1),
      limits: LIMITS,
    });
    if (outcome.outcome !== 'parsed') throw new Error(`${file}: ${outcome.code}`);
    return outcome.statistics;
  } finally {
    rmSync(workDir, { recursive: true });
  }
}

function percent(part, whole) {
  return whole === 0 ? '–' : `${Math.round((part / whole) * 100)} %`;
}

function row(file, found) {
  const { detected_format: format, lines, records, rejected_lines: rejected, timestamps } = found;
  const known = Object.values(found.severities).reduce((sum, count) => sum + count, 0);
  const cells = [file, format, found.detected_confidence, lines, records, rejected, found.structural_lines];
  return `| ${[...cells, percent(timestamps.parsed, records), percent(known, records)].join(' | ')} |`;
}

const files = readFileSync(join(corpus, 'MANIFEST.tsv'), 'utf8').trim().split('\n').slice(1);
const rows = [];
const total = { lines: 0, records: 0, rejected: 0, timed: 0 };
for (const line of files) {
  const [file] = line.split('\t');
  const found = await parse(file);
  rows.push(row(file, found));
  total.lines += found.lines;
  total.records += found.records;
  total.rejected += found.rejected_lines;
  total.timed += found.timestamps.parsed;
}

const text = `# What the parser makes of the corpus

Every file of \`test/corpus\`, read with \`log_format: auto\` and no other hint. Made by \`node bench/corpus-table.mjs\`.

${files.length} files, ${total.lines} lines, ${total.records} records, ${total.rejected} rejected lines, ${percent(total.timed, total.records)} of the records with a timestamp.
"sure" is the share of sampled lines that the detected format reads; \`plain\` means that no format was recognised and every
line is a record with a body.

| file | detected | sure | lines | records | rejected | structural | with time | with severity |
| --- | --- | --: | --: | --: | --: | --: | --: | --: |
${rows.join('\n')}
`;
writeFileSync(target, await prettified(text, { ...(await resolveConfig(target)), parser: 'markdown' }));
console.log(`${files.length} files → ${target}`);
