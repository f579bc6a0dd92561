import { json, type NextFunction, type Request, type Response } from 'express';
import { InvalidInputError } from '../errors/domain.error.js';

const BODY_LIMIT = '100kb';

/**
 * Reads JSON bodies, except below the path of uploads, which are streamed whatever content type they claim.
 *
 * @param rawPath - path, with slashes around it, that is left alone
 */
export function jsonBodyMiddleware(rawPath: string) {
  const parse = json({ limit: BODY_LIMIT });
  return (request: Request, response: Response, next: NextFunction): void => {
    if (request.url.startsWith(rawPath)) next();
    else {
      parse(request, response, (error?: unknown) => {
        next(
          isMalformed(error)
            ? new InvalidInputError('MALFORMED_JSON', 'The request body is not valid JSON.')
            : error,
        );
      });
    }
  };
}

function isMalformed(error: unknown): boolean {
  return (error as { type?: unknown } | undefined)?.type === 'entity.parse.failed';
}
