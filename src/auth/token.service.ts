import { createHmac, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { v4 as uuidv4 } from 'uuid';
import { z } from 'zod';
import { AppConfig } from '../common/config/app-config.js';
import { type AccessToken, AccessTokenVerifier } from '../common/security/access-token.verifier.js';
import { type SigningKey, SigningKeys, type TokenKind } from './signing-keys.js';

export const TOKEN_ISSUER = 'ingest-service';
export const TOKEN_ALGORITHM = 'HS256';

/** The audience of a kind (RFC 7519, `aud`). */
export const audienceOf = (kind: TokenKind): string => `${TOKEN_ISSUER}:${kind}`;

/** Media types of the two kinds (RFC 9068 for access tokens), checked on arrival. */
const TYPES: Readonly<Record<TokenKind, string>> = { access: 'at+jwt', refresh: 'rt+jwt' };

const headerSchema = z.object({ alg: z.literal(TOKEN_ALGORITHM), kid: z.string(), typ: z.string() });

/** What every token of ours says. */
export const tokenClaims = z.object({
  sub: z.uuid(),
  /** The session that the token belongs to. */
  sid: z.uuid(),
  jti: z.uuid(),
  iat: z.number(),
  exp: z.number(),
});
export type TokenClaims = z.infer<typeof tokenClaims>;

/** What a token to be made says of itself. */
export interface TokenSubject {
  readonly userId: string;
  readonly sessionId: string;
  /** Epoch seconds. */
  readonly issuedAt: number;
  /** The token's own id; a new one unless given. */
  readonly tokenId?: string;
}

/** A token and when it ends, epoch seconds. */
export interface SignedToken {
  readonly token: string;
  readonly expiresAt: number;
}

/** Makes and checks tokens. One algorithm, issuer, audience, type and key per kind; anything else does not hold. */
@Injectable()
export class TokenService extends AccessTokenVerifier {
  constructor(
    private readonly jwt: JwtService,
    private readonly keys: SigningKeys,
    private readonly config: AppConfig,
  ) {
    super();
  }

  /** The same subject, time, id and key give the same token. */
  sign(kind: TokenKind, subject: TokenSubject, { kid, key } = this.keys.current(kind)): SignedToken {
    const { accessTokenSeconds, refreshTokenSeconds } = this.config.auth;
    const expiresAt = subject.issuedAt + (kind === 'access' ? accessTokenSeconds : refreshTokenSeconds);
    const token = this.jwt.sign(
      {
        sub: subject.userId,
        sid: subject.sessionId,
        jti: subject.tokenId ?? uuidv4(),
        iss: TOKEN_ISSUER,
        aud: audienceOf(kind),
        iat: subject.issuedAt,
        exp: expiresAt,
      },
      {
        secret: key as unknown as string,
        algorithm: TOKEN_ALGORITHM,
        header: { alg: TOKEN_ALGORITHM, typ: TYPES[kind], kid },
      },
    );
    return { token, expiresAt };
  }

  /** What the token says, if it is of this kind and holds; null otherwise. Asks no database. */
  read(kind: TokenKind, token: string): TokenClaims | null {
    const key = this.verificationKey(kind, token);
    if (key === null) return null;
    try {
      const payload: unknown = this.jwt.verify(token, {
        secret: key as unknown as string,
        algorithms: [TOKEN_ALGORITHM],
        issuer: TOKEN_ISSUER,
        audience: audienceOf(kind),
      });
      return tokenClaims.safeParse(payload).data ?? null;
    } catch {
      return null;
    }
  }

  verify(token: string): AccessToken | null {
    const claims = this.read('access', token);
    return claims === null ? null : { userId: claims.sub, sessionId: claims.sid };
  }

  /**
   * The refresh tokens that may follow this one, one for each accepted key, that of the current key first: while keys are
   * rotated, another process may have made it. They are computed, not stored: whoever shows the same token again shortly
   * gets the same successor, and a copy of the database gives no token away.
   *
   * @param issuedAt - when the successor was or is made, epoch seconds
   */
  successors({ sub, sid, jti }: TokenClaims, issuedAt: number): [SignedToken, ...SignedToken[]] {
    const successor = (key: SigningKey): SignedToken => {
      const tokenId = successorId(jti, key.key);
      return this.sign('refresh', { userId: sub, sessionId: sid, issuedAt, tokenId }, key);
    };
    const [current, ...others] = this.keys.accepted('refresh');
    return [successor(current), ...others.map(successor)];
  }

  /** The key that the token's header names, if header and kind are ours; null otherwise. */
  verificationKey(kind: TokenKind, token: string): KeyObject | null {
    const header = headerSchema.safeParse(decodeHeader(token));
    if (!header.success || header.data.typ !== TYPES[kind]) return null;
    return this.keys.find(kind, header.data.kid)?.key ?? null;
  }
}

function successorId(tokenId: string, key: KeyObject): string {
  const digest = createHmac('sha256', key).update(`successor of ${tokenId}`).digest();
  return uuidv4({ random: digest.subarray(0, 16) });
}

function decodeHeader(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token.split('.', 1)[0] ?? '', 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
