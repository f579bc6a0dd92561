import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LIMITS } from '../parsing/parse-request-fixture.js';
import type { ParseProgress, ParseRequest } from '../../src/parsing/parse-request.js';
import { ParserProcess } from '../../src/parsing/parser-process.js';
import { isAlive } from '../support/is-alive.js';

const DIST = resolve(__dirname, '../../dist/src/parsing');
const ENTRY = pathToFileURL(join(DIST, 'parser.child.js'));

describe('ParserProcess', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'parser-process-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function request(content: string): ParseRequest {
    const sourcePath = join(folder, 'raw');
    writeFileSync(sourcePath, content);
    return {
      jobId: 'job',
      sourcePath,
      workDir: folder,
      format: 'auto',
      timezone: 'UTC',
      onError: 'continue',
      maxRejects: null,
      labels: {},
      createdAtMs: 0,
      limits: LIMITS,
    };
  }

  /** A child program that notes its process id and then does as told. */
  function program(body: string): URL {
    const path = join(folder, 'child.mjs');
    const pidFile = JSON.stringify(join(folder, 'pid'));
    writeFileSync(
      path,
      `import { writeFileSync } from 'node:fs';\nwriteFileSync(${pidFile}, String(process.pid));\n${body}`,
    );
    return pathToFileURL(path);
  }

  function childIsAlive(): boolean {
    return isAlive(Number(readFileSync(join(folder, 'pid'), 'utf8')));
  }

  it('parses a file, reports progress, and leaves no process', async () => {
    const line = '{"time":"2024-01-01T00:00:00Z","level":"info","msg":"hello"}\n';
    const seen: ParseProgress[] = [];
    const parser = new ParserProcess({ entry: ENTRY, timeoutMs: 60_000 });
    const outcome = await parser.run(request(line.repeat(100_000)), {
      onProgress: (progress) => seen.push(progress),
    });
    expect(outcome).toMatchObject({ outcome: 'parsed', statistics: { records: 100_000, lines: 100_000 } });
    expect(existsSync(join(folder, 'records.parquet'))).toBe(true);
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.at(-1)?.fraction).toBeGreaterThan(0);
  });

  it.each([
    ['exits', 'process.exit(3)'],
    ['is killed', `process.kill(process.pid, 'SIGKILL')`],
    [
      'runs out of memory',
      `process.once('message', () => { const all = []; for (;;) all.push(new Array(1e6).fill(0.5)); })`,
    ],
    ['throws', `process.once('message', () => { throw new Error('secret line') })`],
  ])('a child that %s is PARSER_CRASHED', async (_what, body) => {
    const parser = new ParserProcess({ entry: program(body), timeoutMs: 60_000, heapMb: 64 });
    await expect(parser.run(request('x'))).rejects.toMatchObject({
      code: 'PARSER_CRASHED',
      kind: 'internal',
    });
    expect(childIsAlive()).toBe(false);
  });

  it('a child that takes too long is PARSE_TIMEOUT, even when it does not listen', async () => {
    const entry = program(`process.once('message', () => { for (;;); })`);
    const parser = new ParserProcess({ entry, timeoutMs: 1500 });
    await expect(parser.run(request('x'))).rejects.toMatchObject({ code: 'PARSE_TIMEOUT', kind: 'invalid' });
    expect(childIsAlive()).toBe(false);
  });

  it('an abort ends the child and throws its reason', async () => {
    const entry = program(
      `process.once('message', () => process.send({ type: 'progress', progress: {} }, () => { for (;;); }))`,
    );
    const parser = new ParserProcess({ entry, timeoutMs: 60_000 });
    const stop = new AbortController();
    const reason = new Error('cancelled');
    const run = parser.run(request('x'), {
      signal: stop.signal,
      onProgress: () => {
        stop.abort(reason);
      },
    });
    await expect(run).rejects.toBe(reason);
    expect(childIsAlive()).toBe(false);
    await expect(parser.run(request('x'), { signal: stop.signal })).rejects.toBe(reason);
  });

  it('hands the child none of the environment', async () => {
    process.env['CANARY'] = 'secret';
    const entry = program(
      `process.once('message', () => process.send({ type: 'outcome', outcome: { env: process.env } }))`,
    );
    const outcome = await new ParserProcess({ entry, timeoutMs: 60_000 }).run(request('x'));
    delete process.env['CANARY'];
    const { env } = outcome as unknown as { env: Record<string, string> };
    expect(Object.keys(env)).not.toContain('CANARY');
    expect(env['TZ']).toBe('UTC');
  });

  it('the child ends when its parent dies', async () => {
    const parent = join(folder, 'parent.mjs');
    const parserUrl = pathToFileURL(join(DIST, 'parser.child.js')).href;
    writeFileSync(
      parent,
      `import { fork } from 'node:child_process';
       import { fileURLToPath } from 'node:url';
       const child = fork(fileURLToPath('${parserUrl}'));
       process.send(child.pid);`,
    );
    const dying = fork(parent);
    const [pid] = (await once(dying, 'message')) as [number];
    expect(isAlive(pid)).toBe(true);
    dying.kill('SIGKILL');
    const deadline = Date.now() + 10_000;
    while (isAlive(pid) && Date.now() < deadline) await new Promise((done) => setTimeout(done, 50));
    expect(isAlive(pid)).toBe(false);
  });
});
