import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DomainError } from '../common/errors/domain.error.js';
import { ParseMemoryExceededError, ScratchExceededError } from './errors.js';

/** What one parser process may use of the machine. */
export interface ResourceBounds {
  /** Resident memory. */
  readonly maxMemoryBytes: number;
  /** Everything in the folder it works in. */
  readonly maxScratchBytes: number;
}

const PERIOD_MS = 250;
const RESIDENT = /^VmRSS:\s+(?<kib>\d+) kB$/m;

/**
 * Looks at a child from outside several times a second: it may be in a loop, or in code of the engine, and cannot be
 * asked. Memory is only known where the system has `/proc`.
 *
 * @param onExceeded called once
 * @returns ends the watch
 */
export function watchResources(
  { pid, workDir }: { readonly pid: number | undefined; readonly workDir: string },
  bounds: ResourceBounds,
  onExceeded: (error: DomainError) => void,
): () => void {
  let looking = false;
  const timer = setInterval(() => {
    if (looking) return;
    looking = true;
    void excess(pid, workDir, bounds).then((error) => {
      looking = false;
      if (error === null) return;
      clearInterval(timer);
      onExceeded(error);
    });
  }, PERIOD_MS);
  return () => {
    clearInterval(timer);
  };
}

async function excess(
  pid: number | undefined,
  workDir: string,
  { maxMemoryBytes, maxScratchBytes }: ResourceBounds,
): Promise<DomainError | null> {
  if (pid !== undefined && (await residentBytes(pid)) > maxMemoryBytes) {
    return new ParseMemoryExceededError(maxMemoryBytes);
  }
  return (await bytesIn(workDir)) > maxScratchBytes ? new ScratchExceededError(maxScratchBytes) : null;
}

/** 0 where the process is gone or the system does not tell. */
async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(RESIDENT.exec(status)?.groups?.['kib'] ?? 0) * 1024;
}

/** What disappears meanwhile counts nothing. */
async function bytesIn(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  const sizes = entries
    .filter((entry) => entry.isFile())
    .map(async (entry) => (await stat(join(entry.parentPath, entry.name)).catch(() => ({ size: 0 }))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
