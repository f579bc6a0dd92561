import { statfs } from 'node:fs/promises';

/** Room on the disk that holds the folder, bytes; null where there is no such folder on this machine. */
export async function freeBytes(folder: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
