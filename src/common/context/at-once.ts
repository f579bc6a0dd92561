import { currentRequest } from './request-context.js';

/** A request does not wait longer for what somebody else would do later. */
const AT_ONCE_MS = 3_000;

/**
 * For what is tried when a request has had its effect. Half of what the request has left is for its answer: the rows are
 * gone or changed by now, and a 504 would say that they perhaps are not.
 */
export function atOnce(): AbortSignal {
  const request = currentRequest();
  if (request === undefined) return AbortSignal.timeout(AT_ONCE_MS);
  const budgetMs = Math.min(AT_ONCE_MS, Math.floor(request.leftMs / 2));
  return AbortSignal.any([request.signal, AbortSignal.timeout(budgetMs)]);
}
