import { randomUUID } from 'node:crypto';
import { readlinkSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { hostname } from 'node:os';

/** Who wants or has a lock; its file's name says all of it, so that none is ever read half written. */
export interface Claim {
  readonly id: string;
  readonly pid: number;
  /** When the process began, as the system counts; tells it from a later one with the same number. Empty where it is not told. */
  readonly started: string;
  /** Machine and process namespace: the same number is another process in another container. */
  readonly host: string;
  readonly isHeld: boolean;
}

/** A process that cannot be looked up gives a sign of life more often than this. */
const SILENT_AFTER_MS = 60_000;
const HOST = `${encodeURIComponent(hostname()).slice(0, 60)}.${processNamespace()}`;
const FIELD_STARTED = 22;

/** A claim of this process. */
export async function newClaim(): Promise<Claim> {
  const { pid } = process;
  return { id: randomUUID(), pid, started: await startOf(pid), host: HOST, isHeld: false };
}

export function nameOf({ id, pid, started, host, isHeld }: Claim): string {
  return [id, String(pid), started, host, isHeld ? 'held' : 'wanted'].join('~');
}

/** @returns undefined for the name of another file */
export function claimOf(name: string): Claim | undefined {
  const [id, pid, started, host, state, ...rest] = name.split('~');
  if (id === undefined || started === undefined || host === undefined || rest.length > 0) return undefined;
  if (state !== 'held' && state !== 'wanted') return undefined;
  return { id, pid: Number(pid), started, host, isHeld: state === 'held' };
}

/**
 * Whether the process of a claim is still there.
 *
 * @param path - of the claim's file, which its process touches from time to time
 */
export async function isAlive(claim: Claim, path: string): Promise<boolean> {
  if (claim.host !== HOST) return wasTouched(path);
  if (!isRunning(claim.pid)) return false;
  // A later process may have the number.
  return claim.started === '' ? wasTouched(path) : (await startOf(claim.pid)) === claim.started;
}

async function wasTouched(path: string): Promise<boolean> {
  const touched = await stat(path).catch(() => undefined);
  return touched !== undefined && Date.now() - touched.mtimeMs < SILENT_AFTER_MS;
}

/** The number of namespaces(7), such as `4026531836`; empty where the system has none. */
function processNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid').replaceAll(/\D/g, '');
  } catch {
    return '';
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is another user's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** From proc(5); the name of the program, in parentheses, may hold anything. */
async function startOf(pid: number): Promise<string> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return fields[FIELD_STARTED - 3] ?? '';
}
