// `npm run test:faults`: every fault as often and as long as the promises say, one after the other, and their figures
// together at the end. `-- --short` is the form that CI runs, with a short soak: each fault once, two at a time, exact about
// what is lost or done twice and generous about how long it takes. Other arguments go to Jest.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'ingest-faults-'));
const figures = join(folder, 'figures');
const isShort = process.argv.includes('--short');
Object.assign(process.env, {
  TEST_FAULTS: isShort ? 'short' : 'full',
  TEST_FIGURES_FILE: figures,
  // In the full form, what one fault does to the machine must not stand in the figures of another.
  ...(isShort ? {} : { TEST_MAX_WORKERS: '1' }),
});
process.on('exit', () => {
  printTable();
  rmSync(folder, { recursive: true, force: true });
});

const rest = process.argv.slice(2).filter((argument) => argument !== '--short');
const named = rest.some((argument) => !argument.startsWith('-'));
process.argv.splice(2, process.argv.length, ...rest);
if (!named) process.argv.push('test/faults', ...(isShort ? ['test/soak'] : []));
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
