import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import report from 'istanbul-lib-report';
import reports from 'istanbul-reports';
import { mergedCoverage } from '../measure/merge.mjs';

const REQUIRED = { statements: 85, branches: 85 };
const LEAST_COVERED = 8;

/**
 * Prints coverage of the sources by the whole run, processes that tests started included, and writes the pages to look
 * at into `coverage/`.
 *
 * @returns one sentence per requirement that was missed
 */
export async function reportCoverage({ jestFile, instrumented, processDirectory }) {
  const coverageMap = await mergedCoverage(jestFile, processDirectory);
  for (const raw of [dirname(jestFile), instrumented, processDirectory])
    rmSync(raw, { recursive: true, force: true });
  const context = report.createContext({ dir: 'coverage', coverageMap });
  for (const kind of ['html', 'lcovonly', 'json-summary', 'text-summary'])
    reports.create(kind).execute(context);
  printLeastCovered(coverageMap);
  const summary = coverageMap.getCoverageSummary();
  return Object.entries(REQUIRED)
    .filter(([what, percent]) => summary[what].pct < percent)
    .map(([what, percent]) => `Coverage of ${what} is ${summary[what].pct} %, and ${percent} % is required.`);
}

function printLeastCovered(coverageMap) {
  const files = coverageMap
    .files()
    .map((file) => ({ file, summary: coverageMap.fileCoverageFor(file).toSummary() }))
    .map(({ file, summary }) => ({
      file,
      missed: summary.statements.total - summary.statements.covered,
      summary,
    }))
    .filter(({ missed }) => missed > 0)
    .sort((a, b) => b.missed - a.missed)
    .slice(0, LEAST_COVERED);
  if (files.length === 0) return;
  console.log('Most statements not run (more in coverage/index.html):');
  for (const { file, missed, summary } of files) {
    const name = file.slice(process.cwd().length + 1);
    console.log(`  ${String(missed).padStart(4)}  ${name} (${summary.statements.pct} %)`);
  }
}
