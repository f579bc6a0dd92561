import type { Request } from 'express';

const BEARER = /^bearer\s+(\S+)/i;

/** The token of an `Authorization: Bearer` header (RFC 6750, section 2.1); undefined where there is none. */
export function bearerToken(request: Pick<Request, 'headers'>): string | undefined {
  return BEARER.exec(request.headers.authorization ?? '')?.[1];
}
