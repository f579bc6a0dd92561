import { AsyncLocalStorage } from 'node:async_hooks';

/** What belongs to one request, from the first middleware to the last log line. */
export interface RequestContext {
  readonly requestId: string;
  /** Aborted when the request's time is over or the client has gone. */
  readonly abort: AbortController;
  /** Set once the caller is known. */
  userId?: string;
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
