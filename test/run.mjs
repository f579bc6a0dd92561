// `npm test`: installs and builds what is missing, runs every test, and says plainly what was proved and what was not.
// Arguments go to Jest (`npm test -- test/e2e`); coverage is required of the whole run only.
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, join, resolve } from 'node:path';
import { prepare } from '../src/scripts/bootstrap.mjs';

await prepare();
const { killLeftProcesses, RUN_VARIABLE } = await import('./support/run/leftovers.mjs');

const args = process.argv.slice(2);
const wholeSuite = args.length === 0;
const directory = mkdtempSync(join(tmpdir(), 'ingest-test-run-'));
chmodSync(directory, 0o755); // where this is root, Postgres runs as another account
const temporary = join(directory, 'tmp');
mkdirSync(temporary, { mode: 0o755 });
const resultsFile = join(directory, 'results.json');
const coverage = {
  jestFile: resolve('coverage/jest/coverage-final.json'),
  instrumented: resolve('coverage/dist'),
  processDirectory: resolve('coverage/processes'),
};
let interrupted = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => (interrupted = true));

rmSync('coverage', { recursive: true, force: true });
if (wholeSuite) {
  const { instrumentService } = await import('./support/measure/instrument.mjs');
  instrumentService(coverage.instrumented, coverage.processDirectory);
}
const jestCode = await runJest();
const faults = interrupted ? ['The run was interrupted.'] : [];
faults.push(...(await whatWasLeft()));
const counts = readCounts();
if (wholeSuite && !interrupted && counts.ran) {
  const { reportCoverage } = await import('./support/run/report-coverage.mjs');
  const missed = await reportCoverage(coverage).catch((error) => [`Coverage: ${error.stack}`]);
  faults.push(...missed);
}
rmSync(directory, { recursive: true, force: true });

if (jestCode !== 0 && counts.failed === 0 && faults.length === 0)
  faults.push(`Jest ended with code ${jestCode}.`);
for (const note of whatWasNotProved()) console.log(`Not proved: ${note}`);
for (const fault of faults) console.log(`Failed: ${fault}`);
process.exitCode = jestCode === 0 && faults.length === 0 && counts.failed === 0 ? 0 : 1;
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);

function runJest() {
  const jest = spawn(
    process.execPath,
    [
      ...[
        'node_modules/jest/bin/jest.js',
        '--json',
        '--outputFile',
        resultsFile,
        `--maxWorkers=${process.env.TEST_MAX_WORKERS ?? 2}`,
      ],
      // The run's temporary folder goes away with it; compiled tests are worth keeping.
      ...['--cacheDirectory', resolve('node_modules/.cache/jest')],
      ...(wholeSuite ? coverageArguments() : []),
      // These have commands of their own.
      ...(wholeSuite ? ['--testPathIgnorePatterns', '/node_modules/', '/test/faults/', '/test/soak/'] : []),
      ...args,
    ],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        ...process.env,
        TMPDIR: temporary,
        [RUN_VARIABLE]: basename(directory),
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
        ...(wholeSuite ? { TEST_DIST: coverage.instrumented } : {}),
      },
    },
  );
  return new Promise((done) => {
    for (const signal of ['SIGTERM', 'SIGHUP']) process.once(signal, () => jest.kill(signal));
    jest.once('close', (code) => done(code ?? 1));
  });
}

function coverageArguments() {
  const measured = ['src/**/*.ts', '!**/*.spec.ts', '!**/*.dto.ts', '!src/*.ts', '!src/scripts/**'];
  return [
    ...['--coverage', '--coverageProvider=babel', '--coverageReporters=json'],
    ...['--coverageDirectory', resolve('coverage/jest')],
    ...measured.map((pattern) => `--collectCoverageFrom=${pattern}`),
  ];
}

/** Processes and files that outlived the tests: each is a fault of the test that made it. */
async function whatWasLeft() {
  const processes = await killLeftProcesses(basename(directory));
  const files = readdirSync(temporary);
  if (interrupted) return [];
  return [
    ...processes.map((line) => `A test left a process behind: ${line}`),
    ...files.map((name) => `A test left a temporary file behind: ${name}`),
  ];
}

/** A file that could not even be loaded counts as one failed test. */
function readCounts() {
  try {
    const results = JSON.parse(readFileSync(resultsFile, 'utf8'));
    return {
      ran: true,
      passed: results.numPassedTests,
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
      skipped: results.numPendingTests + results.numTodoTests,
    };
  } catch {
    return { ran: false, passed: 0, failed: 1, skipped: 0 };
  }
}

function hasBrowser() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  const places = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  return [process.env.TEST_CHROMIUM, ...places].some((path) => path !== undefined && existsSync(path));
}

function whatWasNotProved() {
  return [
    ...(process.env.TEST_S3_ENDPOINT
      ? []
      : ['the S3 driver was not tested against a real S3 (TEST_S3_ENDPOINT is not set).']),
    ...(wholeSuite && !existsSync(process.env.TEST_NGINX_BINARY ?? '/usr/sbin/nginx')
      ? ['nobody replaced processes behind nginx (there is none here, and TEST_NGINX_BINARY is not set).']
      : []),
    ...(hasBrowser() ? [] : ['nothing was tried in a browser (there is no Chromium).']),
    ...(wholeSuite ? [] : ['only a part of the suite was run, and coverage was not measured.']),
    ...(process.platform === 'linux'
      ? []
      : ['nobody looked for processes that tests left behind (Linux only).']),
  ];
}
