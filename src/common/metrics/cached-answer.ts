import { withinTime } from '../within-time.js';

const FRESH_MS = 3_000;
/** An answer that was dear is kept longer, so that asking never takes more than a fiftieth of the time. */
const FRESH_PER_COST = 50;
const TIMEOUT_MS = 2_000;

/**
 * Remembers an answer for a few seconds, so that it does not matter how many ask. A failed question is no answer, and is
 * asked again by the next.
 */
export class CachedAnswer<T> {
  private answer: T | undefined;
  private freshUntil = 0;
  private asking: Promise<T | undefined> | undefined;

  constructor(private readonly ask: () => Promise<T>) {}

  /** Undefined when the question failed or took too long. */
  get(): Promise<T | undefined> {
    if (performance.now() < this.freshUntil) return Promise.resolve(this.answer);
    this.asking ??= this.renew().finally(() => {
      this.asking = undefined;
    });
    return this.asking;
  }

  private async renew(): Promise<T | undefined> {
    const startedAt = performance.now();
    try {
      this.answer = await withinTime(this.ask(), TIMEOUT_MS);
      const now = performance.now();
      this.freshUntil = now + Math.max(FRESH_MS, (now - startedAt) * FRESH_PER_COST);
      return this.answer;
    } catch {
      return undefined;
    }
  }
}
