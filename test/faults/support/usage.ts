import type { Stack } from '../../support/stack.js';
import { waitFor } from '../../support/wait-for.js';
import { memoryMb, openHandles } from './processes.js';

/** Pools and caches breathe; a leak of one connection for each job does not fit in here. */
const MORE_HANDLES = 12;
const MORE_MEMORY_MB = 150;
const GIVEN_BACK_MS = 45_000;

/** What one process holds. */
export interface Usage {
  readonly pid: number;
  readonly name: string;
  readonly handles: number;
  readonly memory: number;
}

/** What the processes hold that live now. */
export function usageOf(stack: Stack): Usage[] {
  return [...stack.apis, ...stack.workers]
    .filter((process) => process.ending() === undefined)
    .map(({ pid, name }) => ({ pid, name, handles: openHandles(pid), memory: memoryMb(pid) }));
}

/** Expects that these processes live on, and waits until they hold no more than before but for what breathes. */
export async function expectSameUsage(before: readonly Usage[]): Promise<void> {
  const tooMany = (): string[] =>
    before.flatMap(({ pid, name, handles, memory }) => [
      ...(openHandles(pid) > handles + MORE_HANDLES
        ? [`${name}: ${openHandles(pid)} handles, ${handles} before`]
        : []),
      ...(memoryMb(pid) > memory + MORE_MEMORY_MB ? [`${name}: ${memoryMb(pid)} MiB, ${memory} before`] : []),
    ]);
  expect(before.map(({ pid }) => openHandles(pid) > 0)).toEqual(before.map(() => true));
  await waitFor(() => tooMany().length === 0, {
    what: 'handles and memory to be given back',
    timeoutMs: GIVEN_BACK_MS,
  }).catch((error: unknown) => {
    throw new Error(`${String(error)}\n${tooMany().join('\n')}`);
  });
}
