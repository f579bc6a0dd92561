import { json, type NextFunction, type Request, type Response } from 'express';
import { currentRequest, runInRequestContext } from '../context/request-context.js';
import { InvalidInputError } from '../errors/domain.error.js';

const BODY_LIMIT = '100kb';

/**
 * Reads JSON bodies, except below the path of uploads, which are streamed whatever content type they claim. A body that
 * is not there when the request's time is over is not waited for any longer.
 *
 * @param rawPath - path, with slashes around it, that is left alone
 */
export function jsonBodyMiddleware(rawPath: string) {
  const parse = json({ limit: BODY_LIMIT });
  return (request: Request, response: Response, next: NextFunction): void => {
    if (request.url.startsWith(rawPath)) next();
    else if (hasBody(request) && request.is('application/json') === false) {
      next(
        new InvalidInputError(
          'NOT_JSON',
          'The request body must be JSON: send Content-Type: application/json.',
        ),
      );
    } else readUntilDeadline(parse, request, response, next);
  };
}

/** Clients announce an empty body too: by its length, or in chunks of which none comes, and then name no type. */
function hasBody({ headers }: Request): boolean {
  const isChunked = headers['transfer-encoding'] !== undefined;
  return isChunked ? headers['content-type'] !== undefined : Number(headers['content-length'] ?? 0) > 0;
}

function readUntilDeadline(
  parse: ReturnType<typeof json>,
  request: Request,
  response: Response,
  next: NextFunction,
): void {
  const context = currentRequest();
  let isLate = false;
  const forget = context?.onAbort((reason) => {
    isLate = true;
    // What is left of the body would be taken for the next request.
    if (!response.headersSent) response.setHeader('Connection', 'close');
    runInRequestContext(context, () => {
      next(reason);
    });
  });
  parse(request, response, (error?: unknown) => {
    if (isLate) return;
    forget?.();
    next(
      isMalformed(error)
        ? new InvalidInputError('MALFORMED_JSON', 'The request body is no valid JSON object.')
        : error,
    );
  });
}

function isMalformed(error: unknown): boolean {
  return (error as { type?: unknown } | undefined)?.type === 'entity.parse.failed';
}
