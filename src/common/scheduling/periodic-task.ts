import type { Logger } from 'pino';

/** Work that is repeated with a pause in between, never twice at the same time. A round that fails is logged, no more. */
export class PeriodicTask {
  private readonly abort = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> = Promise.resolve();

  /**
   * @param what - names the work in the log
   * @param pauseMs - from the end of one round to the begin of the next
   * @param work - its signal is aborted when it shall come to an end
   */
  constructor(
    private readonly what: string,
    private readonly pauseMs: number,
    private readonly work: (stopping: AbortSignal) => Promise<void>,
    private readonly logger: Logger,
  ) {}

  /** The first round begins at once: whatever was left by a process before this one need not wait. */
  start(): void {
    this.schedule(0);
  }

  /** Begins no other round and waits for the one that runs. */
  async stop(): Promise<void> {
    this.abort.abort();
    clearTimeout(this.timer);
    await this.round;
  }

  private schedule(pauseMs: number): void {
    if (this.abort.signal.aborted) return;
    this.timer = setTimeout(() => {
      this.round = this.work(this.abort.signal)
        .catch((error: unknown) => {
          this.logger.warn({ err: error, task: this.what }, 'a round of repairs failed');
        })
        .finally(() => {
          this.schedule(this.pauseMs);
        });
    }, pauseMs);
  }
}
