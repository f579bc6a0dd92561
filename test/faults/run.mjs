// `npm run test:faults`: every fault as often and as long as the promises say, one after the other, and their figures
// together at the end. Arguments go to Jest. `npm test` runs the same tests in a short form.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'ingest-faults-'));
const figures = join(folder, 'figures');
Object.assign(process.env, {
  TEST_FAULTS: process.env.TEST_FAULTS ?? 'full',
  TEST_FIGURES_FILE: figures,
  // What one fault does to the machine must not stand in the figures of another.
  TEST_MAX_WORKERS: '1',
});
process.on('exit', () => {
  printTable();
  rmSync(folder, { recursive: true, force: true });
});

const paths = process.argv.slice(2);
if (!paths.some((path) => !path.startsWith('-'))) process.argv.push('test/faults');
await import('../run.mjs');

function printTable() {
  let lines;
  try {
    lines = readFileSync(figures, 'utf8').trim().split('\n');
  } catch {
    return; // nothing was measured
  }
  const rows = lines.map((line) => JSON.parse(line));
  console.table(Object.fromEntries(rows.map(({ fault, ...row }) => [fault, row])));
  const total = (name) => rows.reduce((sum, row) => sum + (row[name] ?? 0), 0);
  console.log(`Jobs lost: ${total('lost')}. Double effects: ${total('double')}.`);
}
