import type { NextFunction, Request, Response } from 'express';
import type { RequestCounter } from '../security/request-counter.js';

/** Counts by address what is served without a controller, and so without the guard that counts everything else. */
export function limitMiddleware(counter: RequestCounter) {
  return (request: Request, response: Response, next: NextFunction): void => {
    counter.countAddress(request, response).then(() => {
      next();
    }, next);
  };
}
