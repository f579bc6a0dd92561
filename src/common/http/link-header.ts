import type { Response } from 'express';

/**
 * Leads to the next page (RFC 8288), by a relative reference that holds behind any proxy.
 *
 * @param query - the parameters of this page; those that are undefined are left out, and an offset gives way to the cursor
 */
export function linkToNextPage(
  response: Response,
  path: string,
  query: object,
  nextCursor: string | null,
): void {
  if (nextCursor === null) return;
  const next = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && name !== 'offset') next.set(name, String(value));
  }
  next.set('cursor', nextCursor);
  response.setHeader('Link', `<${path}?${next.toString()}>; rel="next"`);
}
