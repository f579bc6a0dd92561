import { AsyncLocalStorage } from 'node:async_hooks';
import { DeadlineExceededError } from '../errors/domain.error.js';

/** What belongs to one request, from the first middleware to the last log line. */
export class RequestContext {
  /** Set once the caller is known. */
  userId: string | undefined;
  /** Why the request was aborted; undefined while it is not. */
  private reason: Error | undefined;
  private controller: AbortController | undefined;
  private readonly watchers = new Set<(reason: Error) => void>();
  private readonly timer: NodeJS.Timeout;
  /** Milliseconds of the process's clock. */
  private deadlineAt: number;

  /**
   * @param remoteAddress - the client's address, as far as trusted proxies tell it
   * @param deadlineMs - after so long the request's signal is aborted, unless the deadline is lifted
   */
  constructor(
    readonly requestId: string,
    readonly remoteAddress: string,
    deadlineMs: number,
  ) {
    this.deadlineAt = performance.now() + deadlineMs;
    this.timer = setTimeout(() => {
      this.abort(new DeadlineExceededError());
    }, deadlineMs);
    this.timer.unref();
  }

  /** Aborted when the request's time is over or its client has gone; whatever works for the request stops then. */
  get signal(): AbortSignal {
    if (this.controller === undefined) {
      this.controller = new AbortController();
      if (this.reason !== undefined) this.controller.abort(this.reason);
    }
    return this.controller.signal;
  }

  /**
   * The same as the signal says, for what every request does: a signal and its listeners cost more than a statement's
   * bookkeeping.
   *
   * @param watcher - called once; at once where the request is aborted already
   * @returns takes the watcher away
   */
  onAbort(watcher: (reason: Error) => void): () => void {
    if (this.reason !== undefined) watcher(this.reason);
    else this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  /** Milliseconds until the deadline; infinite where it was lifted. */
  get leftMs(): number {
    return Math.max(0, this.deadlineAt - performance.now());
  }

  /** @throws the reason, when the request is aborted */
  throwIfAborted(): void {
    if (this.reason !== undefined) throw this.reason;
  }

  abort(reason: Error): void {
    if (this.reason !== undefined) return;
    this.reason = reason;
    this.controller?.abort(reason);
    for (const watcher of this.watchers) watcher(reason);
    this.watchers.clear();
  }

  /** For routes that stream as long as the client reads, and at the end of every request. */
  liftDeadline(): void {
    clearTimeout(this.timer);
    this.deadlineAt = Infinity;
  }
}

const contexts = new AsyncLocalStorage<RequestContext | undefined>();

/** Runs the rest of the request inside its context. */
export function runInRequestContext(context: RequestContext, next: () => void): void {
  contexts.run(context, next);
}

/** For work that a request sets off and that goes on without it: its end must not stop what others wait for. */
export function runOutsideRequest<T>(work: () => T): T {
  return contexts.exit(work);
}

/** The context of the request being handled; undefined outside one. */
export function currentRequest(): RequestContext | undefined {
  return contexts.getStore();
}

/** Runs what has to be done even when the request's time is over, or it has no client any more. */
export function outsideRequest<T>(work: () => Promise<T>): Promise<T> {
  return contexts.run(undefined, work);
}
