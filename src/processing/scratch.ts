import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** A folder for one attempt at one job; everything that processing writes locally lies in it. */
export class Scratch {
  constructor(private readonly root: string) {}

  /** Makes the attempt's folder, empty. */
  async open(jobId: string, attempt: number): Promise<string> {
    const folder = join(this.root, `${jobId}-a${attempt}`);
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    return folder;
  }

  async remove(folder: string): Promise<void> {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }

  /** Removes what dead processes left behind. @returns how many folders */
  async clear(): Promise<number> {
    await mkdir(this.root, { recursive: true });
    const left = await readdir(this.root);
    for (const name of left) await this.remove(join(this.root, name));
    return left.length;
  }
}
