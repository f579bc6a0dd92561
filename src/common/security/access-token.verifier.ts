/** Tells whose access token this is; `auth` implements it, the throttle guard asks it before the database is asked anything. */
export abstract class AccessTokenVerifier {
  /** The user's id when signature, times, issuer, audience and kind hold; null otherwise. Asks no database. */
  abstract verify(token: string): { readonly userId: string } | null;
}
