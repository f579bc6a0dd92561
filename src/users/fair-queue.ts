/** Lets so many run at once; the others wait and come in the order in which they asked. */
export class FairQueue {
  private running = 0;
  private readonly waiting = new Set<() => void>();

  constructor(private readonly atOnce: number) {}

  /** How many wait now. */
  get length(): number {
    return this.waiting.size;
  }

  /** @throws the signal's reason when it is aborted while the work waits; work that runs is not stopped */
  async run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    await this.turn(signal);
    try {
      return await work();
    } finally {
      this.running -= 1;
      const [next] = this.waiting;
      next?.();
    }
  }

  private turn(signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    return new Promise((resolve, reject) => {
      const begin = (): void => {
        this.waiting.delete(begin);
        signal?.removeEventListener('abort', leave);
        this.running += 1;
        resolve();
      };
      const leave = (): void => {
        this.waiting.delete(begin);
        reject(signal?.reason as Error);
      };
      if (this.running < this.atOnce) {
        begin();
        return;
      }
      this.waiting.add(begin);
      signal?.addEventListener('abort', leave, { once: true });
    });
  }
}
