import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

/** A folder of a process that cannot be asked whether it lives is left alone for this long. */
const ABANDONED_AFTER_MS = 86_400_000;
const FOLDER = /^[0-9a-f-]{36}-a\d+\.(?<host>.+)\.(?<pid>\d+)$/;

/**
 * A folder for one attempt at one job; everything that processing writes locally lies in it. Its name says which process
 * of which host made it, so that workers may share a disk and still clear up after dead ones.
 */
export class Scratch {
  private readonly inUse = new Set<string>();

  constructor(private readonly root: string) {}

  /** Makes the attempt's folder, empty. */
  async open(jobId: string, attempt: number): Promise<string> {
    const folder = join(this.root, `${jobId}-a${attempt}.${hostname()}.${process.pid}`);
    await this.remove(folder);
    this.inUse.add(folder);
    await mkdir(folder, { recursive: true });
    return folder;
  }

  async remove(folder: string): Promise<void> {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    this.inUse.delete(folder);
  }

  /** Removes what dead processes left behind. @returns how many folders */
  async clearAbandoned(): Promise<number> {
    await mkdir(this.root, { recursive: true });
    let removed = 0;
    for (const name of await readdir(this.root)) {
      if (!(await this.isAbandoned(name))) continue;
      await this.remove(join(this.root, name));
      removed += 1;
    }
    return removed;
  }

  private async isAbandoned(name: string): Promise<boolean> {
    // Of this process's own number, but not opened by it: an earlier process left it.
    if (this.inUse.has(join(this.root, name))) return false;
    const { host, pid } = FOLDER.exec(name)?.groups ?? {};
    if (host === undefined || pid === undefined) return false;
    if (host === hostname() && !isAnotherLiveProcess(Number(pid))) return true;
    const { mtimeMs } = await stat(join(this.root, name)).catch(() => ({ mtimeMs: Date.now() }));
    return Date.now() - mtimeMs > ABANDONED_AFTER_MS;
  }
}

function isAnotherLiveProcess(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
