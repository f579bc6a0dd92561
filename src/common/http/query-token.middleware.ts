import type { NextFunction, Request, Response } from 'express';

const PARAMETER = 'access_token';

/**
 * Lets an access token come as `?access_token=` (RFC 6750, section 2.3): a browser's EventSource sends no header. Only for
 * routes that such a client needs. The token is moved to where the guards look for it and taken out of the URL, so that
 * nothing behind this writes it to a log.
 */
export function queryTokenMiddleware(request: Request, _response: Response, next: NextFunction): void {
  const [path = '', search = ''] = request.url.split('?', 2);
  const query = new URLSearchParams(search);
  const token = query.get(PARAMETER);
  if (token !== null) {
    query.delete(PARAMETER);
    request.url = query.size === 0 ? path : `${path}?${query.toString()}`;
    request.originalUrl = request.url;
    request.headers.authorization ??= `Bearer ${token}`;
  }
  next();
}
