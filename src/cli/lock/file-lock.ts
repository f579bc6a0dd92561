import { mkdir, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { localFault } from '../local-file-error.js';
import { type Claim, claimOf, isAlive, nameOf, newClaim } from './claim.js';

/** Gives a lock back. */
export type Release = () => Promise<void>;

const ASK_AGAIN_AFTER_MS = 20;
const SIGN_OF_LIFE_EVERY_MS = 10_000;
/** Two that want it at the same moment have sorted it out long before. */
const SETTLED_AFTER_MS = 5_000;

/**
 * Takes what only one process may have, at once or not at all. Nothing has to be tidied after a process that died.
 *
 * Everybody lays a claim beside the path, a file with a name of its own, and looks at the claims of others only then: of
 * two, at least one sees the other. Of those that want it the first by name waits, and the others withdraw. No claim of a
 * living process is ever removed by another one.
 *
 * @param path - what the lock is for; there need not be such a file
 * @returns undefined when another process has it, or was before this one
 * @throws LocalFileError when the folder cannot be used
 */
export async function tryLock(path: string): Promise<Release | undefined> {
  const wanted = await newClaim();
  const held = { ...wanted, isHeld: true };
  const files = [wanted, held].map((claim) => fileOf(path, claim));
  const withdraw = async (): Promise<void> => {
    for (const file of files) await rm(file, { force: true });
  };
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await lay(path, wanted);
    if (await prevails(path, wanted)) await lay(path, held);
    else {
      await withdraw();
      return undefined;
    }
  } catch (error) {
    await withdraw().catch(() => undefined);
    throw localFault(`${dirname(path)} cannot be used`, error);
  }
  const stopSigns = giveSigns(files);
  return async () => {
    stopSigns();
    await withdraw();
  };
}

/** @returns what ends them */
function giveSigns(files: readonly string[]): () => void {
  const signs = setInterval(() => {
    const now = new Date();
    for (const file of files) void utimes(file, now, now).catch(() => undefined);
  }, SIGN_OF_LIFE_EVERY_MS).unref();
  return () => {
    clearInterval(signs);
  };
}

/**
 * Does the work while no other process does it.
 *
 * @param patienceMs - how long another one is waited for
 * @returns undefined when it took longer
 */
export async function whileLocked<Result>(
  path: string,
  patienceMs: number,
  work: () => Promise<Result>,
): Promise<{ readonly result: Result } | undefined> {
  const until = performance.now() + patienceMs;
  for (;;) {
    const release = await tryLock(path);
    if (release !== undefined) {
      try {
        return { result: await work() };
      } finally {
        await release();
      }
    }
    if (performance.now() > until) return undefined;
    await pause(ASK_AGAIN_AFTER_MS);
  }
}

/** Waits until nobody else wants it; gives way to who has it, and to who comes before by name. */
async function prevails(path: string, claim: Claim): Promise<boolean> {
  const until = performance.now() + SETTLED_AFTER_MS;
  for (;;) {
    const others = await livingOthers(path, claim);
    if (others.length === 0) return true;
    if (others.some(({ id, isHeld }) => isHeld || id < claim.id)) return false;
    if (performance.now() > until) return false;
    await pause(ASK_AGAIN_AFTER_MS);
  }
}

async function livingOthers(path: string, own: Claim): Promise<Claim[]> {
  const prefix = prefixOf(path);
  const living: Claim[] = [];
  for (const name of await readdir(dirname(path))) {
    const claim = name.startsWith(prefix) ? claimOf(name.slice(prefix.length)) : undefined;
    if (claim === undefined || claim.id === own.id) continue;
    const file = join(dirname(path), name);
    if (await isAlive(claim, file)) living.push(claim);
    else await rm(file, { force: true });
  }
  return living;
}

async function lay(path: string, claim: Claim): Promise<void> {
  await writeFile(fileOf(path, claim), '', { mode: 0o600, flag: 'wx' });
}

function fileOf(path: string, claim: Claim): string {
  return join(dirname(path), `${prefixOf(path)}${nameOf(claim)}`);
}

function prefixOf(path: string): string {
  return `${basename(path)}.lock~`;
}
