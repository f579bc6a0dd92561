import { closeSync, existsSync, fstatSync, openSync, readSync, renameSync } from 'node:fs';

const KEPT_LOGS = 3;
const TAIL_BYTES = 16_384;

/** Makes room for the log of a new run: `api.log` becomes `api.log.1`, and so on; the oldest one goes. */
export function rotateLog(file: string): void {
  for (let age = KEPT_LOGS - 1; age >= 0; age -= 1) {
    const current = age === 0 ? file : `${file}.${age}`;
    if (existsSync(current)) renameSync(current, `${file}.${age + 1}`);
  }
}

/** @returns the end of a log, at most `count` lines */
export function lastLines(file: string, count = 20): string {
  if (!existsSync(file)) return '';
  const descriptor = openSync(file, 'r');
  try {
    const size = fstatSync(descriptor).size;
    const length = Math.min(size, TAIL_BYTES);
    const buffer = Buffer.alloc(length);
    readSync(descriptor, buffer, 0, length, size - length);
    return buffer.toString('utf8').trimEnd().split('\n').slice(-count).join('\n');
  } finally {
    closeSync(descriptor);
  }
}
