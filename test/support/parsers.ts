import { readdirSync, readFileSync } from 'node:fs';

/** Process ids of the parsers that a process has started and that still live; zombies are dead. */
export function parsersOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        const [state, parent] = readFileSync(`/proc/${name}/stat`, 'utf8')
          .replace(/^.*\) /s, '')
          .split(' ');
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8');
        return Number(parent) === pid && state !== 'Z' && command.includes('parser.child');
      } catch {
        return false; // gone meanwhile
      }
    })
    .map(Number);
}
