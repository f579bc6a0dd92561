interface Shared<Result> {
  readonly result: Promise<Result>;
  readonly stop: AbortController;
  waiting: number;
}

/** Work that is done once for all who want its result at the same time, and stopped when the last of them has gone. */
export class SharedWork<Key, Result> {
  private readonly running = new Map<Key, Shared<Result>>();

  /**
   * @param start - begins the work, if nobody has
   * @param signal - gives up waiting; its reason is what is thrown
   */
  async share(
    key: Key,
    start: (stop: AbortSignal) => Promise<Result>,
    signal?: AbortSignal,
  ): Promise<Result> {
    signal?.throwIfAborted();
    const work = this.running.get(key) ?? this.begin(key, start);
    work.waiting += 1;
    let leave: (() => void) | undefined;
    const left = new Promise<never>((_resolve, reject) => {
      leave = () => {
        reject(signal?.reason as Error);
      };
      signal?.addEventListener('abort', leave, { once: true });
    });
    try {
      return await Promise.race([work.result, left]);
    } finally {
      if (leave !== undefined) signal?.removeEventListener('abort', leave);
      work.waiting -= 1;
      if (work.waiting === 0) this.abandon(key, work);
    }
  }

  private begin(key: Key, start: (stop: AbortSignal) => Promise<Result>): Shared<Result> {
    const stop = new AbortController();
    const work = { result: start(stop.signal), stop, waiting: 0 };
    this.running.set(key, work);
    const forget = (): void => {
      if (this.running.get(key) === work) this.running.delete(key);
    };
    work.result.then(forget, forget);
    return work;
  }

  /** Whoever comes next begins anew, and does not share what is being stopped. */
  private abandon(key: Key, work: Shared<Result>): void {
    if (this.running.get(key) !== work) return;
    this.running.delete(key);
    work.stop.abort(new Error('nobody waits for it any more'));
  }
}
