// Makes a copy of the compiled service that counts what runs of it, for the processes that tests start.
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { createInstrumenter } from 'istanbul-lib-instrument';

const COMPILED = resolve('dist');
const CACHE = resolve('node_modules/.cache/instrumented');
const WRITER = 'write-counts.mjs';

/**
 * @param {string} target folder for the copy; it must lie in the project, so that packages are found
 * @param {string} countsDirectory where each process writes what it counted
 */
export function instrumentService(target, countsDirectory) {
  rmSync(target, { recursive: true, force: true });
  cpSync(COMPILED, target, { recursive: true, filter: (path) => !path.endsWith('.map') });
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(join(target, WRITER), writerSource(countsDirectory));
  const files = readdirSync(join(target, 'src'), { recursive: true }).map(String);
  for (const name of files.filter((file) => file.endsWith('.js'))) {
    const file = join(target, 'src', name);
    const writer = relative(dirname(file), join(target, WRITER));
    const source = instrumented(name);
    // What says how a command is run must stay first.
    const [hashbang = ''] = /^#!.*\n/.exec(source) ?? [];
    writeFileSync(file, `${hashbang}import '${writer}';\n${source.slice(hashbang.length)}`);
  }
}

function instrumented(name) {
  const file = join(COMPILED, 'src', name);
  const source = readFileSync(file, 'utf8');
  const cached = join(CACHE, createHash('sha256').update(file).update(source).digest('hex'));
  try {
    return readFileSync(cached, 'utf8');
  } catch {
    const map = JSON.parse(readFileSync(`${file}.map`, 'utf8'));
    const result = createInstrumenter({ esModules: true }).instrumentSync(source, file, map);
    writeFileSync(cached, result);
    return result;
  }
}

/**
 * The parser's child is killed as soon as it has answered and is given no environment: so counts are written before each
 * message too, and the folder's name is part of the code.
 */
function writerSource(countsDirectory) {
  return `import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { threadId } from 'node:worker_threads';

const directory = ${JSON.stringify(countsDirectory)};
const file = \`\${directory}/\${process.pid}-\${threadId}-\${Date.now()}.json\`;
const write = () => {
  if (globalThis.__coverage__ === undefined) return;
  mkdirSync(directory, { recursive: true });
  // Under another name first: a process may be killed half-way through.
  writeFileSync(\`\${file}.partial\`, JSON.stringify(globalThis.__coverage__));
  renameSync(\`\${file}.partial\`, file);
};
process.once('exit', write);
const send = process.send?.bind(process);
if (send !== undefined) {
  process.send = (...message) => {
    write();
    return send(...message);
  };
}
`;
}
