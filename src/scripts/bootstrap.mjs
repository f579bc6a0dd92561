// Installs and builds what is missing. Runs in a fresh clone: nothing but Node itself is there.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const MINIMUM_NODE = [20, 19];
const BUILD_STAMP = join(ROOT, 'dist', '.built-from');
const BUILD_INPUTS = [
  'src',
  'migrations',
  'package-lock.json',
  'nest-cli.json',
  'tsconfig.json',
  'tsconfig.build.json',
];

/** Brings dependencies and `dist` up to date, and says so in a line each; ends the process when that fails. */
export async function prepare() {
  checkNode();
  process.chdir(ROOT);
  if (!isInstalled()) {
    await step('Installing dependencies (takes a minute)', npmCommand(), [
      ...['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'],
    ]);
  }
  await build();
}

/** Compiles the service unless `dist` is made from exactly these sources. */
export async function build() {
  const fingerprint = sourcesFingerprint();
  if (existsSync(BUILD_STAMP) && readFileSync(BUILD_STAMP, 'utf8') === fingerprint) return;
  await step('Building', [process.execPath], ['node_modules/@nestjs/cli/bin/nest.js', 'build']);
  writeFileSync(BUILD_STAMP, fingerprint);
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > MINIMUM_NODE[0] || (major === MINIMUM_NODE[0] && minor >= MINIMUM_NODE[1])) return;
  fail(`Node ${MINIMUM_NODE.join('.')} or newer is needed, and this is ${process.version}.`);
}

/** Compares what the lock file wants with what npm says it has installed. */
function isInstalled() {
  const wanted = readLock('package-lock.json');
  const found = readLock('node_modules/.package-lock.json');
  if (wanted === undefined || found === undefined) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const installed = found[path];
    if (installed === undefined) return entry.optional === true || entry.peer === true;
    return installed.version === entry.version && installed.integrity === entry.integrity;
  });
}

function readLock(file) {
  try {
    return JSON.parse(readFileSync(join(ROOT, file), 'utf8')).packages;
  } catch {
    return undefined;
  }
}

function sourcesFingerprint() {
  const hash = createHash('sha256');
  for (const file of BUILD_INPUTS.flatMap(filesBelow).filter((name) => !name.endsWith('.spec.ts'))) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(ROOT, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

function filesBelow(path) {
  const absolute = join(ROOT, path);
  if (!existsSync(absolute)) return [];
  try {
    return readdirSync(absolute, { withFileTypes: true })
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap((entry) => filesBelow(join(path, entry.name)));
  } catch (error) {
    if (error.code === 'ENOTDIR') return [path];
    throw error;
  }
}

/** The npm that runs this script, so that no second one is needed on the PATH. */
function npmCommand() {
  const running = process.env.npm_execpath;
  return running !== undefined && /npm-cli\.js$/.test(running) ? [process.execPath, running] : ['npm'];
}

/** Runs a command quietly; what it wrote is shown when it fails. */
async function step(what, [command, ...first], args) {
  const started = performance.now();
  process.stderr.write(`${what} … `);
  const { code, output } = await run(command, [...first, ...args]);
  if (code !== 0) {
    process.stderr.write('failed\n\n');
    fail(output.trim());
  }
  process.stderr.write(`done in ${Math.round((performance.now() - started) / 1000)} s\n`);
}

function run(command, args) {
  return new Promise((resolveRun) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk) => (output += chunk));
    }
    child.once('error', (error) => resolveRun({ code: 1, output: `${command}: ${error.message}` }));
    child.once('close', (code) => resolveRun({ code, output }));
  });
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

/** `node src/scripts/bootstrap.mjs` installs and builds, and does no more. */
if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url))
  await prepare();
