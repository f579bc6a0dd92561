import type { NextFunction, Request, Response } from 'express';
import type { Logger } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import { RequestContext, runInRequestContext } from '../context/request-context.js';

const SANE_REQUEST_ID = /^[A-Za-z0-9._-]{1,64}$/;

/**
 * Gives every request its id, its context with a deadline, and one log line. The id is taken from `X-Request-Id` if it is sane. The line
 * names the route's pattern and never the query, which may hold a signature or a token.
 */
export function requestIdMiddleware(logger: Logger, deadlineMs: number) {
  // Looking for secrets costs more than all the rest of a line, and a request's line is made here of parts without any.
  const requests = logger.child({}, { redact: [] });
  return (request: Request, response: Response, next: NextFunction): void => {
    const given = request.get('x-request-id');
    const requestId = given !== undefined && SANE_REQUEST_ID.test(given) ? given : uuidv7();
    const context = new RequestContext(requestId, request.ip ?? '', deadlineMs);
    const startedAt = performance.now();
    response.setHeader('X-Request-Id', requestId);
    response.once('close', () => {
      context.liftDeadline();
      if (!response.writableFinished) context.abort(new Error('the client has gone'));
      logRequest(requests, request, response, {
        request_id: context.requestId,
        user_id: context.userId,
        remote_address: context.remoteAddress,
        duration_ms: Math.round((performance.now() - startedAt) * 10) / 10,
      });
    });
    runInRequestContext(context, next);
  };
}

function logRequest(logger: Logger, request: Request, response: Response, facts: object): void {
  const level = response.statusCode >= 500 ? 'error' : 'info';
  if (!logger.isLevelEnabled(level)) return;
  const route = (request.route as { path?: string } | undefined)?.path;
  logger[level](
    {
      ...facts,
      method: request.method,
      path: route ?? request.path.slice(0, 200),
      status: response.statusCode,
      ...(response.writableFinished ? {} : { aborted: true }),
    },
    'request',
  );
}
