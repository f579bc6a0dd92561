import childProcess, { type ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ParserCrashedError } from './errors.js';
import type { ParseRequest } from './parse-request.js';
import { ParserProcess } from './parser-process.js';

const REQUEST = {} as ParseRequest;

/** A child whose events come in the order that a test wants. */
class FakeChild extends EventEmitter {
  readonly kill = jest.fn();
  /** Whether it is gone before it can be asked. */
  refuses = false;

  constructor(
    readonly pid: number | undefined,
    private readonly onRequest: () => void,
  ) {
    super();
  }

  send(...[, sent]: readonly [message: unknown, sent: (error: Error | null) => void]): void {
    setImmediate(() => {
      if (this.refuses) sent(new Error('write EPIPE'));
      else this.onRequest();
    });
  }
}

describe('the process of the parser', () => {
  const parser = new ParserProcess({ entry: new URL('file:///parser.js'), timeoutMs: 10_000 });
  let forked: jest.SpiedFunction<typeof childProcess.fork>;

  beforeEach(() => {
    forked = jest.spyOn(childProcess, 'fork');
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  function child(pid: number | undefined, onRequest: (child: FakeChild) => void): FakeChild {
    const made = new FakeChild(pid, () => {
      onRequest(made);
    });
    forked.mockReturnValue(made as unknown as ChildProcess);
    return made;
  }

  it('takes an outcome that comes after the exit', async () => {
    const outcome = { outcome: 'parsed' };
    child(1, (made) => {
      made.emit('exit', 0, null);
      setImmediate(() => {
        made.emit('message', { type: 'outcome', outcome });
        made.emit('close', 0, null);
      });
    });
    await expect(parser.run(REQUEST)).resolves.toBe(outcome);
  });

  it('takes a child for crashed when its channel has ended without an outcome', async () => {
    child(1, (made) => {
      made.emit('exit', null, 'SIGSEGV');
      made.emit('close', null, 'SIGSEGV');
    });
    await expect(parser.run(REQUEST)).rejects.toThrow('was ended by SIGSEGV');
  });

  it.each([
    [true, 'SCRATCH_FULL'],
    [false, 'PARSER_CRASHED'],
  ])('tells a child that had no room on the disk (%s) from one that crashed: %s', async (diskFull, code) => {
    child(1, (made) => {
      made.emit('message', { type: 'crash', name: 'Error', frames: [], diskFull });
      made.emit('exit', null, 'SIGKILL');
      made.emit('close', null, 'SIGKILL');
    });
    await expect(parser.run(REQUEST)).rejects.toMatchObject({ code });
  });

  it('says that a child could not be started, and why, whether fork throws or tells', async () => {
    const cause = new Error('spawn EMFILE');
    const made = child(undefined, () => undefined);
    process.nextTick(() => made.emit('error', cause));
    const told = parser.run(REQUEST);
    await expect(told).rejects.toBeInstanceOf(ParserCrashedError);
    await expect(told).rejects.toMatchObject({ cause });
    forked.mockImplementation(() => {
      throw cause;
    });
    const thrown = parser.run(REQUEST);
    await expect(thrown).rejects.toBeInstanceOf(ParserCrashedError);
    await expect(thrown).rejects.toMatchObject({ cause });
  });

  it('starts another one where the one that waited turns out to be gone, and fails where that is gone too', async () => {
    const outcome = { outcome: 'parsed' };
    const refusing = child(1, () => undefined);
    refusing.refuses = true;
    const able = new FakeChild(2, () => able.emit('message', { type: 'outcome', outcome }));
    forked.mockReset();
    forked.mockReturnValueOnce(refusing as unknown as ChildProcess);
    forked.mockReturnValueOnce(able as unknown as ChildProcess);
    for (const each of [refusing, able])
      each.kill.mockImplementation(() => each.emit('exit', null, 'SIGKILL'));
    await expect(parser.run(REQUEST)).resolves.toBe(outcome);
    forked.mockReturnValue(refusing as unknown as ChildProcess);
    await expect(parser.run(REQUEST)).rejects.toMatchObject({ code: 'PARSER_CRASHED' });
  });

  it('leaves it to the next file to say that none can be started ahead', async () => {
    forked.mockImplementation(() => {
      throw new Error('spawn EMFILE');
    });
    const pool = new ParserProcess({ entry: new URL('file:///parser.js'), timeoutMs: 10_000, warm: 2 });
    pool.onApplicationBootstrap();
    await expect(pool.run(REQUEST)).rejects.toThrow('could not be started');
  });
});
