// Plain JavaScript, so that the same file runs from the sources (under Jest) and from the build.
import { setPriority } from 'node:os';
import { compare, hash } from 'bcryptjs';

// On Linux this is the priority of the calling thread alone: whoever waits for a login can wait, other requests go first. At
// 5 it still gets a third of what another thread gets where all cores are busy.
setPriority(5);

/** @param {{ op: 'hash', input: string, cost: number } | { op: 'compare', input: string, digest: string }} task */
export default function run(task) {
  return task.op === 'hash' ? hash(task.input, task.cost) : compare(task.input, task.digest);
}
