import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Scratch } from './scratch.js';

const JOB = '0190a6c0-7c4e-7b1a-9d2e-3f1c2b4a5d6e';

describe('Scratch', () => {
  let root: string;
  let scratch: Scratch;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'ingest-scratch-'));
    scratch = new Scratch(root);
  });

  afterEach(() => rm(root, { recursive: true, force: true }));

  it('opens an empty folder and removes it', async () => {
    const folder = await scratch.open(JOB, 1);
    await writeFile(join(folder, 'source'), 'x');
    expect(await scratch.open(JOB, 1)).toBe(folder);
    expect(await readdir(folder)).toEqual([]);
    await scratch.remove(folder);
    expect(await readdir(root)).toEqual([]);
  });

  it('clears up after dead processes of this host and leaves everything else', async () => {
    const { pid: deadPid } = spawnSync(process.execPath, ['-e', '']);
    const dead = `${JOB}-a1.${hostname()}.${deadPid}`;
    const living = `${JOB}-a2.${hostname()}.${process.ppid}`;
    const elsewhere = `${JOB}-a3.another.host.${deadPid}`;
    for (const name of [dead, living, elsewhere, 'something else']) await mkdir(join(root, name));
    await expect(scratch.clearAbandoned()).resolves.toBe(1);
    expect((await readdir(root)).sort()).toEqual([living, elsewhere, 'something else'].sort());
  });

  it('takes a folder of its own number for one of an earlier process', async () => {
    const folder = await scratch.open(JOB, 1);
    expect(basename(folder)).toContain(String(process.pid));
    await expect(new Scratch(root).clearAbandoned()).resolves.toBe(1);
  });

  it('clears what another host left more than a day ago', async () => {
    const name = join(root, `${JOB}-a1.elsewhere.1`);
    await mkdir(name);
    const twoDaysAgo = new Date(Date.now() - 2 * 86_400_000);
    await utimes(name, twoDaysAgo, twoDaysAgo);
    await expect(scratch.clearAbandoned()).resolves.toBe(1);
  });
});
