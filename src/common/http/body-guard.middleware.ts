import type { NextFunction, Request, Response } from 'express';
import { InvalidInputError } from '../errors/domain.error.js';

const MAX_DEPTH = 32;
/** NUL cannot be stored in Postgres; half a surrogate pair cannot be written as UTF-8. */
const UNSTORABLE = /\0|\p{Surrogate}/u;
/** Copied by name onto another object, the first would change what it inherits; class-transformer drops both silently. */
const LOST_KEYS = new Set(['__proto__', 'constructor']);

/**
 * Looks at what the body and query parsers made, before validation: a depth that would overflow a recursive validator,
 * and characters that Postgres cannot store, are refused here once for every route.
 *
 * @throws InvalidInputError `BODY_TOO_DEEP`, `INVALID_CHARACTER` or `INVALID_KEY`
 */
export function bodyGuardMiddleware(request: Request, _response: Response, next: NextFunction): void {
  refuseUnstorable(request.body);
  refuseUnstorable(request.query);
  refuseUnstorableText(decodedPath(request.path));
  next();
}

function refuseUnstorable(root: unknown): void {
  const pending: { value: unknown; depth: number }[] = [{ value: root, depth: 0 }];
  for (let item = pending.pop(); item !== undefined; item = pending.pop()) {
    const { value, depth } = item;
    if (typeof value === 'string') refuseUnstorableText(value);
    if (typeof value !== 'object' || value === null) continue;
    if (depth >= MAX_DEPTH) {
      throw new InvalidInputError(
        'BODY_TOO_DEEP',
        `The request body is nested deeper than ${MAX_DEPTH} levels.`,
      );
    }
    for (const [key, child] of Object.entries(value)) {
      refuseUnstorableText(key);
      if (LOST_KEYS.has(key)) {
        throw new InvalidInputError('INVALID_KEY', `A key must not be \`${key}\`.`);
      }
      pending.push({ value: child, depth: depth + 1 });
    }
  }
}

function refuseUnstorableText(text: string): void {
  if (UNSTORABLE.test(text)) {
    throw new InvalidInputError('INVALID_CHARACTER', 'Text must not hold NUL or half of a surrogate pair.');
  }
}

function decodedPath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new InvalidInputError('MALFORMED_REQUEST', 'The path is not well-formed.');
  }
}
