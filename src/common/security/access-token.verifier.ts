import type { Request } from 'express';
import { bearerToken } from './bearer-token.js';

/** What an access token that holds says; whether its session lives only the database knows. */
export interface AccessToken {
  readonly userId: string;
  readonly sessionId: string;
}

/** Tells whose access token this is; `auth` implements it, the throttle guard asks it before the database is asked anything. */
export abstract class AccessTokenVerifier {
  private readonly verified = new WeakMap<object, AccessToken | null>();

  /** What the token says when signature, times, issuer, audience and kind hold; null otherwise. Asks no database. */
  abstract verify(token: string): AccessToken | null;

  /** The same for the bearer token of a request; null where it has none. Several guards ask, one check is made. */
  verifyBearer(request: Pick<Request, 'headers'>): AccessToken | null {
    const known = this.verified.get(request);
    if (known !== undefined) return known;
    const token = bearerToken(request);
    const verified = token === undefined ? null : this.verify(token);
    this.verified.set(request, verified);
    return verified;
  }
}
