import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat, utimes } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';

/** Whether an error says that a file is not there, or not any more. */
export function isAbsence(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}

/** What would change if the file did; null where there is none. Its time of access tells when it was used last. */
export async function traitsOf(path: string): Promise<string | null> {
  try {
    const { ino, size, mtimeNs } = await stat(path, { bigint: true });
    return `${ino}-${size}-${mtimeNs}`;
  } catch {
    return null;
  }
}

/** SHA-256 of the content, hex; null where the file is gone. */
export async function hashOf(path: string, signal: AbortSignal): Promise<string | null> {
  const digest = createHash('sha256');
  try {
    await pipeline(createReadStream(path), digest, { signal });
    return digest.digest('hex');
  } catch (error) {
    if (isAbsence(error)) return null;
    throw error;
  }
}

/** Says that the file is used now. */
export async function touch(path: string): Promise<void> {
  const { mtime } = await stat(path);
  await utimes(path, new Date(), mtime);
}

/** After a power cut the name must not lead to an empty file. */
export async function flush(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
