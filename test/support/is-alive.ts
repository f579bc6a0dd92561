import { readFileSync } from 'node:fs';

/** Whether a process lives (Linux); one that nobody has waited for yet is dead all the same. */
export function isAlive(pid: number): boolean {
  try {
    return /^State:\s+[^ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
