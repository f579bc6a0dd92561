import type { NextFunction, Request, Response } from 'express';

/** Path of the queue's dashboard, and of the cookie that a browser shows there. */
export const DASHBOARD_PATH = 'admin/queues';
export const DASHBOARD_COOKIE = 'ingest_dashboard';

const SAFE_METHODS = new Set(['GET', 'HEAD']);

/**
 * A browser that opens a page sends no bearer. Below the dashboard's path, and nowhere else, the access token may stand
 * in a cookie; it is put where the guards look for it. What changes something must come from the dashboard's own pages:
 * browsers say so in `Sec-Fetch-Site`, which no page can forge.
 */
export function dashboardCookieMiddleware(request: Request, _response: Response, next: NextFunction): void {
  const token = cookieOf(request);
  const trusted = SAFE_METHODS.has(request.method) || request.get('sec-fetch-site') === 'same-origin';
  if (token !== undefined && trusted && request.headers.authorization === undefined) {
    request.headers.authorization = `Bearer ${token}`;
  }
  next();
}

function cookieOf(request: Request): string | undefined {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [name, value] = pair.trim().split('=', 2);
    if (name === DASHBOARD_COOKIE && value !== undefined && value !== '') return value;
  }
  return undefined;
}
