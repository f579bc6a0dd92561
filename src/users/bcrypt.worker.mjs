// Plain JavaScript, so that the same file runs from the sources (under Jest) and from the build.
import { compare, hash } from 'bcryptjs';

/** @param {{ op: 'hash', input: string, cost: number } | { op: 'compare', input: string, digest: string }} task */
export default function run(task) {
  return task.op === 'hash' ? hash(task.input, task.cost) : compare(task.input, task.digest);
}
