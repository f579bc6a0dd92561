import { AsyncLocalStorage } from 'node:async_hooks';
import { DeadlineExceededError } from '../errors/domain.error.js';

/** What belongs to one request, from the first middleware to the last log line. */
export class RequestContext {
  /** Set once the caller is known. */
  userId: string | undefined;
  private readonly controller = new AbortController();
  private readonly timer: NodeJS.Timeout;

  /**
   * @param remoteAddress - the client's address, as far as trusted proxies tell it
   * @param deadlineMs - after so long the request's signal is aborted, unless the deadline is lifted
   */
  constructor(
    readonly requestId: string,
    readonly remoteAddress: string,
    deadlineMs: number,
  ) {
    this.timer = setTimeout(() => {
      this.abort(new DeadlineExceededError());
    }, deadlineMs);
    this.timer.unref();
  }

  /** Aborted when the request's time is over or its client has gone; whatever works for the request stops then. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  abort(reason: Error): void {
    this.controller.abort(reason);
  }

  /** For routes that stream as long as the client reads, and at the end of every request. */
  liftDeadline(): void {
    clearTimeout(this.timer);
  }
}

const contexts = new AsyncLocalStorage<RequestContext>();

/** Runs the rest of the request inside its context. */
export function runInRequestContext(context: RequestContext, next: () => void): void {
  contexts.run(context, next);
}

/** The context of the request being handled; undefined outside one. */
export function currentRequest(): RequestContext | undefined {
  return contexts.getStore();
}
