// Puts together what Jest counted in its own process and what API and worker counted in theirs.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import coverage from 'istanbul-lib-coverage';
import sourceMaps from 'istanbul-lib-source-maps';

/**
 * @param {string} jestFile what Jest wrote, already in terms of the TypeScript sources
 * @param {string} processDirectory what the processes wrote, in terms of the compiled code
 */
export async function mergedCoverage(jestFile, processDirectory) {
  const total = JSON.parse(readFileSync(jestFile, 'utf8'));
  const processes = await processCoverage(processDirectory);
  for (const file of processes.files()) {
    const base = total[file];
    if (base !== undefined) addCounts(base, processes.fileCoverageFor(file).data);
  }
  for (const [file, counts] of Object.entries(total))
    dropUnwrittenBranches(counts, readFileSync(file, 'utf8'));
  return coverage.createCoverageMap(total);
}

async function processCoverage(directory) {
  const compiled = coverage.createCoverageMap({});
  const files = existsSync(directory) ? readdirSync(directory).filter((name) => name.endsWith('.json')) : [];
  for (const file of files) compiled.merge(JSON.parse(readFileSync(join(directory, file), 'utf8')));
  return sourceMaps.createSourceMapStore().transformCoverage(compiled);
}

/**
 * Both compilers agree on where in the source a statement, function or branch begins, but not always on where it ends;
 * so counts are matched by their beginning. What one of them alone knows is left as Jest has it, which can only lower
 * the result.
 */
function addCounts(base, extra) {
  const statements = indexed(extra.statementMap, (place) => at(place.start));
  for (const [id, place] of Object.entries(base.statementMap)) {
    for (const other of statements.get(at(place.start)) ?? []) base.s[id] += extra.s[other];
  }
  const functions = indexed(extra.fnMap, (fn) => at(fn.decl.start));
  for (const [id, fn] of Object.entries(base.fnMap)) {
    for (const other of functions.get(at(fn.decl.start)) ?? []) base.f[id] += extra.f[other];
  }
  const branches = indexed(extra.branchMap, branchKey);
  for (const [id, branch] of Object.entries(base.branchMap)) {
    for (const other of branches.get(branchKey(branch)) ?? []) {
      base.b[id] = base.b[id].map((count, arm) => count + extra.b[other][arm]);
    }
  }
}

/** Decorators compile to conditions that nobody wrote and no test can reach; where the source has none, none counts. */
function dropUnwrittenBranches(counts, source) {
  const lines = source.split('\n');
  for (const [id, { type, loc }] of Object.entries(counts.branchMap)) {
    const operator = { 'cond-expr': /\?/, 'binary-expr': /&&|\|\||\?\?/ }[type];
    const written = lines.slice(loc.start.line - 1, loc.end.line).join('\n');
    if (operator === undefined || operator.test(written)) continue;
    delete counts.branchMap[id];
    delete counts.b[id];
  }
}

function indexed(map, keyOf) {
  const index = new Map();
  for (const [id, entry] of Object.entries(map)) {
    const key = keyOf(entry);
    index.set(key, [...(index.get(key) ?? []), id]);
  }
  return index;
}

const at = ({ line, column }) => `${line}:${column}`;
const branchKey = ({ type, loc, locations }) => `${type} ${at(loc.start)} ${locations.length}`;
