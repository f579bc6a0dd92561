import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { CommandError } from '../run-process.js';

const PAUSE_MS = 500;
/** How often a start that waits says so. */
const SAY_EVERY_MS = 5_000;

/** The part is there and will not have us as we are: waiting would not help. */
export class PartRefusedError extends Error {
  override readonly name = 'PartRefusedError';
}

/**
 * Asks until the part answers as it should, and says every few seconds what is waited for.
 *
 * @param part - its name and address, for people
 * @throws CommandError with one sentence when time is up, or at once when the part refuses
 */
export async function waitForPart(
  part: string,
  ask: () => Promise<void>,
  timeoutMs: number,
  logger: Logger,
): Promise<void> {
  const startedAt = performance.now();
  let nextWordAt = startedAt;
  for (;;) {
    const reason = await ask().then(() => null, toReason);
    const now = performance.now();
    if (reason === null) {
      if (nextWordAt > startedAt) logger.info({ waited_ms: Math.round(now - startedAt) }, `${part} is there`);
      return;
    }
    if (now - startedAt >= timeoutMs)
      throw new CommandError(`${part} was not ready within ${timeoutMs / 1000} s: ${reason}.`);
    if (now >= nextWordAt) {
      logger.warn({ reason }, `waiting for ${part}`);
      nextWordAt = now + SAY_EVERY_MS;
    }
    await pause(PAUSE_MS);
  }
}

function toReason(error: unknown): string {
  if (error instanceof PartRefusedError) throw new CommandError(error.message);
  // Of several addresses of a name none answered; the first tells as much as all.
  const [first] = error instanceof AggregateError ? (error.errors as unknown[]) : [error];
  return (first instanceof Error ? first.message : String(first)).replace(/\.$/, '');
}
