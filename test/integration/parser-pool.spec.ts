import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ParserProcess, type ParserProcessOptions } from '../../src/parsing/parser-process.js';
import { requestFor } from '../parsing/parse-request-fixture.js';
import { isAlive } from '../support/is-alive.js';
import { parsersOf } from '../support/parsers.js';
import { waitFor } from '../support/wait-for.js';

const DIST = resolve(__dirname, '../../dist/src/parsing');
const ENTRY = pathToFileURL(join(DIST, 'parser.child.js'));
const MEBIBYTE = 2 ** 20;

let folder: string;
let parser: ParserProcess | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parser-pool-'));
});
afterEach(async () => {
  await parser?.onApplicationShutdown();
  parser = undefined;
  rmSync(folder, { recursive: true, force: true });
});

const children = (): number[] => parsersOf(process.pid);
const untilChildren = (count: number): Promise<number[]> =>
  waitFor(() => (children().length === count ? children() : undefined), { what: `${count} children` });

function open(options: Partial<ParserProcessOptions>): ParserProcess {
  parser = new ParserProcess({ entry: ENTRY, timeoutMs: 60_000, ...options });
  parser.onApplicationBootstrap();
  return parser;
}

async function parse(pool: ParserProcess, content = '{"a":1}\n'): Promise<unknown> {
  const request = requestFor(content);
  try {
    const outcome = await pool.run(request);
    return outcome.outcome === 'parsed' ? outcome.statistics.records : outcome.code;
  } finally {
    rmSync(request.workDir, { recursive: true });
  }
}

/** A program in place of the parser, which does as told with its request. */
function program(body: string): URL {
  const path = join(folder, 'parser.child.mjs');
  writeFileSync(
    path,
    `process.on('disconnect', () => process.exit()); process.once('message', (message) => { ${body} })`,
  );
  return pathToFileURL(path);
}

function cpuTicks(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

describe('parsers that are kept ready', () => {
  it('handle one file each and are replaced', async () => {
    const pool = open({ warm: 2 });
    const ready = await untilChildren(2);
    expect(await parse(pool)).toBe(1);
    const next = await untilChildren(2);
    expect(next.filter((pid) => ready.includes(pid))).toHaveLength(1);
    expect(await Promise.all([parse(pool), parse(pool), parse(pool)])).toEqual([1, 1, 1]);
    const last = await untilChildren(2);
    expect(last.some((pid) => next.includes(pid))).toBe(false);
  });

  it('are replaced when they die while they wait', async () => {
    const pool = open({ warm: 2 });
    for (const pid of await untilChildren(2)) process.kill(pid, 'SIGKILL');
    await untilChildren(0);
    expect(await parse(pool)).toBe(1);
    await untilChildren(2);
  });

  it('use no processor while they wait', async () => {
    open({ warm: 1 });
    const [pid = -1] = await untilChildren(1);
    // Warm as soon as two looks, a second apart, see the same.
    let before = -1;
    await waitFor(() => cpuTicks(pid) === before || ((before = cpuTicks(pid)), false), {
      what: 'a parser that does nothing',
      intervalMs: 1_000,
    });
    expect(cpuTicks(pid)).toBe(before);
  });

  it('end at shutdown, and none is started afterwards', async () => {
    const pool = open({ warm: 2 });
    await untilChildren(2);
    const last = parse(pool);
    await pool.onApplicationShutdown();
    await last;
    await untilChildren(0);
  });

  it('end when their parent dies, idle or busy', async () => {
    const path = join(folder, 'parent.mjs');
    const busy = join(folder, 'busy');
    writeFileSync(busy, '{"a":1}\n'.repeat(2_000_000));
    writeFileSync(
      path,
      `import { ParserProcess } from ${JSON.stringify(pathToFileURL(join(DIST, 'parser-process.js')).href)};
       const pool = new ParserProcess({ timeoutMs: 60000, warm: 2 });
       pool.onApplicationBootstrap();
       process.once('message', (request) => void pool.run(request, { onProgress: () => process.send('busy') }));
       process.send('started');`,
    );
    const parent = fork(path);
    await once(parent, 'message');
    const request = requestFor('');
    parent.send({ ...request, sourcePath: busy });
    await once(parent, 'message');
    const pids = parsersOf(parent.pid ?? -1);
    parent.kill('SIGKILL');
    try {
      expect(pids).toHaveLength(2);
      await waitFor(() => pids.every((pid) => !isAlive(pid)), { what: 'the parsers to end' });
    } finally {
      for (const pid of pids.filter(isAlive)) process.kill(pid, 'SIGKILL');
      rmSync(request.workDir, { recursive: true });
    }
  });
});

describe('a parser that takes too much of the machine', () => {
  it('is ended for its memory', async () => {
    const entry = program(
      `const held = []; setInterval(() => held.push(Buffer.alloc(20 * ${MEBIBYTE}, 1)), 10);`,
    );
    const pool = open({ entry, maxMemoryBytes: 300 * MEBIBYTE });
    await expect(parse(pool)).rejects.toMatchObject({ code: 'PARSE_MEMORY_EXCEEDED', kind: 'invalid' });
    expect(children()).toEqual([]);
  });

  it('is ended for what it lays down, in folders below too', async () => {
    const entry = program(
      `const fs = process.getBuiltinModule('node:fs');
       const folder = message.request.workDir + '/engine';
       fs.mkdirSync(folder);
       setInterval(() => fs.appendFileSync(folder + '/spill', Buffer.alloc(${MEBIBYTE})), 10);`,
    );
    const pool = open({ entry, maxScratchBytes: 10 * MEBIBYTE });
    await expect(parse(pool)).rejects.toMatchObject({ code: 'SCRATCH_LIMIT_EXCEEDED', kind: 'invalid' });
    expect(children()).toEqual([]);
  });
});
