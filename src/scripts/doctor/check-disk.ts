import { mkdir, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AppConfig } from '../../common/config/app-config.js';
import { type Finding, fail, ok, reasonOf, warn } from './finding.js';

const GIB = 1_073_741_824;

/** Room for the files that a worker has in hand at a time: the file as sent, and decompressed. */
export async function checkDisk(config: AppConfig): Promise<Finding[]> {
  const { scratchDir, concurrency } = config.worker;
  const perJob = config.ingest.maxUploadBytes + config.parsing.maxDecompressedBytes;
  try {
    await mkdir(scratchDir, { recursive: true });
    const probe = join(scratchDir, `.doctor-${process.pid}`);
    await writeFile(probe, 'writable');
    await rm(probe);
    const { bavail, bsize } = await statfs(scratchDir);
    return [judgeRoom(bavail * bsize, perJob, concurrency)];
  } catch (error) {
    return [fail('disk', `SCRATCH_DIR cannot be written to (${reasonOf(error)}).`)];
  }
}

function judgeRoom(freeBytes: number, bytesPerJob: number, concurrency: number): Finding {
  const gib = (bytes: number): string => `${(bytes / GIB).toFixed(1)} GiB`;
  const text = `SCRATCH_DIR has ${gib(freeBytes)} free; ${concurrency} of the largest files need ${gib(bytesPerJob * concurrency)}`;
  if (freeBytes < bytesPerJob) return fail('disk', `${text}. There is no room for one.`);
  if (freeBytes < bytesPerJob * concurrency)
    return warn('disk', `${text}. Jobs will have to be tried again.`);
  return ok('disk', `${text}.`);
}
