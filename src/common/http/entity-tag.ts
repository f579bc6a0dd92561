import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';

/**
 * Gives the answer an entity tag made of its content (RFC 9110, section 8.8.3), and says whether the client has it
 * already (`If-None-Match`), in which case the status is set to 304 and nothing needs to be sent. Express's own check is
 * no use here: it never holds for `fetch`, which adds `Cache-Control: no-cache` to every request with that header.
 */
export function isNotModified(request: Request, response: Response, body: object): boolean {
  const tag = `"${createHash('sha1').update(JSON.stringify(body)).digest('base64url')}"`;
  response.setHeader('ETag', tag);
  if (!names(request.get('if-none-match') ?? '', tag)) return false;
  response.status(304);
  return true;
}

/** Weak comparison (RFC 9110, section 8.8.3.2): a proxy that compresses answers makes their tags weak. */
function names(ifNoneMatch: string, tag: string): boolean {
  const given = ifNoneMatch.split(',').map((one) => one.trim().replace(/^W\//, ''));
  return given.includes(tag) || given.includes('*');
}
