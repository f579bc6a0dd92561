import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ListedObject } from '../storage.js';

/**
 * The files below a folder as objects, in the order of their keys' bytes. Only folders that can hold a key behind `after`
 * are opened, and reading ends with the page, so that a page costs the same wherever it lies.
 *
 * @param prefix - path of the folder below `root`, ending with `/`
 */
export async function listFiles(
  root: string,
  prefix: string,
  after: string | null,
  limit: number,
): Promise<ListedObject[]> {
  const page: ListedObject[] = [];
  await collect(root, prefix, after ?? '', limit, page);
  return page;
}

async function collect(
  root: string,
  prefix: string,
  after: string,
  limit: number,
  page: ListedObject[],
): Promise<void> {
  for (const key of await keysBelow(root, prefix)) {
    if (page.length >= limit) return;
    if (key.endsWith('/')) {
      if (key > after || after.startsWith(key)) await collect(root, key, after, limit, page);
    } else if (key > after) {
      const stats = await stat(join(root, key)).catch(ignoreAbsent);
      if (stats !== undefined) page.push({ key, bytes: stats.size, modifiedAt: stats.mtime });
    }
  }
}

/** Keys of one level, those of folders with a `/` behind, which is how they are ordered among the others. */
async function keysBelow(root: string, prefix: string): Promise<string[]> {
  const entries = (await readdir(join(root, prefix), { withFileTypes: true }).catch(ignoreAbsent)) ?? [];
  return entries
    .filter((entry) => entry.isDirectory() || entry.isFile())
    .map((entry) => `${prefix}${entry.name}${entry.isDirectory() ? '/' : ''}`)
    .sort();
}

/** Somebody else may remove what is being listed. */
function ignoreAbsent(error: unknown): undefined {
  if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
  throw error;
}
