import { QueriesBusyError, QueryProcessLostError } from '../errors.js';
import type { Query, ResultOf } from './query-request.js';
import { type QueryProcess } from './query-process.js';

/** More than so many would wait longer than their clients do. */
const MAX_WAITING = 200;
/** An idle process keeps its memory for this long. */
const IDLE_MS = 120_000;

interface Waiter {
  readonly take: (process: QueryProcess) => void;
  readonly refuse: (reason: Error) => void;
}

/**
 * Runs queries in processes of their own, a bounded number at a time; the others wait their turn. A query that breaks the
 * engine ends a process that nobody else needs, and a busy engine takes nothing from the loop that answers requests.
 */
export class QueryPool {
  private readonly idle: QueryProcess[] = [];
  private readonly busy = new Set<QueryProcess>();
  private readonly waiting: Waiter[] = [];
  private readonly idleTimers = new Map<QueryProcess, NodeJS.Timeout>();
  private closed = false;

  /** @param processes - made at once, started when they are first needed */
  constructor(processes: readonly QueryProcess[]) {
    this.idle.push(...processes);
  }

  /**
   * @param signal - gives up the place in the queue, or stops the query; its reason is what is thrown
   * @throws QueriesBusyError when too many wait already
   * @throws QueryTooLargeError, ResultUnreadableError
   * @throws QueryProcessLostError when the process ended in the middle, and another one did too
   */
  async run<Q extends Query>(query: Q, signal?: AbortSignal): Promise<ResultOf<Q>> {
    try {
      return await this.runOnce(query, signal);
    } catch (error) {
      // It may have been ended for somebody else's sake: by the system, short of memory.
      if (!(error instanceof QueryProcessLostError) || this.closed) throw error;
      return this.runOnce(query, signal);
    }
  }

  /** Ends every process; whoever waits is refused. */
  close(): void {
    this.closed = true;
    for (const timer of this.idleTimers.values()) clearTimeout(timer);
    for (const process of [...this.idle, ...this.busy]) process.stop();
    for (const waiter of this.waiting.splice(0)) waiter.refuse(new QueryProcessLostError('was closed'));
  }

  private async runOnce<Q extends Query>(query: Q, signal: AbortSignal | undefined): Promise<ResultOf<Q>> {
    this.assertOpen();
    const process = await this.acquire(signal);
    try {
      this.assertOpen();
      return await process.run(query, signal);
    } finally {
      this.release(process);
    }
  }

  private assertOpen(): void {
    if (this.closed) throw new QueryProcessLostError('was closed');
  }

  private async acquire(signal: AbortSignal | undefined): Promise<QueryProcess> {
    signal?.throwIfAborted();
    // The one used last: its engine is warm, and the others may go.
    const free = this.idle.pop();
    if (free !== undefined) return this.occupy(free);
    if (this.waiting.length >= MAX_WAITING) throw new QueriesBusyError();
    return this.occupy(await this.turn(signal));
  }

  private turn(signal: AbortSignal | undefined): Promise<QueryProcess> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.waiting.splice(this.waiting.indexOf(waiter), 1);
        reject(signal?.reason as Error);
      };
      const stay = (): void => signal?.removeEventListener('abort', leave);
      const waiter: Waiter = {
        take: (process) => {
          stay();
          resolve(process);
        },
        refuse: (reason) => {
          stay();
          reject(reason);
        },
      };
      this.waiting.push(waiter);
      signal?.addEventListener('abort', leave, { once: true });
    });
  }

  private occupy(process: QueryProcess): QueryProcess {
    clearTimeout(this.idleTimers.get(process));
    this.busy.add(process);
    return process;
  }

  private release(process: QueryProcess): void {
    this.busy.delete(process);
    if (this.closed) {
      process.stop();
      return;
    }
    const next = this.waiting.shift();
    if (next !== undefined) {
      next.take(process);
      return;
    }
    this.idle.push(process);
    const timer = setTimeout(() => {
      process.stop();
    }, IDLE_MS);
    this.idleTimers.set(process, timer.unref());
  }
}
