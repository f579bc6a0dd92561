/**
 * What an error means, without saying what is done about it. `common/http` translates a kind to a status, the worker
 * translates it to retry or give up; both tables are exhaustive, so that a new kind does not compile until both have an
 * answer.
 */
export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'limited'
  | 'unavailable'
  | 'timeout'
  | 'internal';
