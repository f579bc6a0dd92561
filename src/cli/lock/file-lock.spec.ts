import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readlink, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Claim, nameOf, newClaim } from './claim.js';
import { tryLock } from './file-lock.js';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ingest-test-lock-'));
  path = join(folder, 'thing');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** As another process would leave it. */
async function leave(claim: Partial<Claim>): Promise<string> {
  const file = `${path}.lock~${nameOf({ ...(await newClaim()), isHeld: true, ...claim })}`;
  await writeFile(file, '');
  return file;
}

async function pidOfTheDead(): Promise<number> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(child, 'exit');
  return child.pid ?? -1;
}

describe('tryLock', () => {
  it('of many at the same moment gives it to one', async () => {
    for (let round = 0; round < 20; round += 1) {
      const takers = await Promise.all(Array.from({ length: 6 }, () => tryLock(path)));
      const releases = takers.filter((release) => release !== undefined);
      expect(releases).toHaveLength(1);
      expect(await tryLock(path)).toBeUndefined();
      await releases[0]?.();
    }
    expect(await readdir(folder)).toEqual([]);
  });

  it('is not kept from it by a process that died, nor by one that has its number now', async () => {
    await leave({ pid: await pidOfTheDead() });
    await leave({ started: '1' });
    await leave({ pid: await pidOfTheDead(), isHeld: false });
    const release = await tryLock(path);
    expect(release).toBeDefined();
    await release?.();
    expect(await readdir(folder)).toEqual([]);
  });

  it.each<[string, () => Promise<Partial<Claim>>]>([
    ['of another machine', () => Promise.resolve({ host: 'elsewhere', pid: 1 })],
    ['of another container', async () => ({ host: `${hostname()}.1`, pid: await pidOfTheDead() })],
    ['whose start is not told', () => Promise.resolve({ started: '' })],
  ])('believes a process %s until it was silent for a minute', async (_which, claim) => {
    const file = await leave(await claim());
    expect(await tryLock(path)).toBeUndefined();
    const then = new Date(Date.now() - 61_000);
    await utimes(file, then, then);
    const release = await tryLock(path);
    expect(release).toBeDefined();
    await release?.();
  });

  it('knows a process whose start is not told for dead when its number is free', async () => {
    await leave({ started: '', pid: await pidOfTheDead() });
    const release = await tryLock(path);
    expect(release).toBeDefined();
    await release?.();
  });

  it('has a claim tell its container from others on the machine', async () => {
    const { host } = await newClaim();
    expect(host).toMatch(/\.\d+$/);
    expect(host).toContain((await readlink('/proc/self/ns/pid')).replace(/^pid:\[(\d+)\]$/, '.$1'));
  });

  it('says what is wrong with the folder', async () => {
    await writeFile(path, '');
    await expect(tryLock(join(path, 'inside', 'it'))).rejects.toThrow(
      /cannot be used: not a directory \(ENOTDIR\)$/,
    );
  });
});
