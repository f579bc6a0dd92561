import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Stack } from '../../support/stack.js';
import { waitFor } from '../../support/wait-for.js';

/** Names of the result files of a job, of all its attempts. */
export async function resultFiles(stack: Stack, jobId: string): Promise<string[]> {
  const entries = await readdir(stack.storageDir, { recursive: true });
  return entries
    .filter((path) => path.includes(`job_id=${jobId}`) && /\.\w+$/.test(path))
    .map((path) => `${path.split('/')[0] ?? ''}/${path.split('/').at(-1) ?? ''}`)
    .sort();
}

/** Waits until the workers have put their scratch away; a finished job's is removed right after its row is written. */
export async function expectNoScratch(stack: Stack): Promise<void> {
  const left = async (): Promise<string[]> => {
    const entries = await readdir(stack.scratchDir, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  };
  await waitFor(async () => (await left()).length === 0, {
    what: 'an empty scratch folder',
    timeoutMs: 5_000,
  });
}
