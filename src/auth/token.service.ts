import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { AppConfig } from '../common/config/app-config.js';
import { AccessTokenVerifier } from '../common/security/access-token.verifier.js';
import { SigningKeys, type TokenKind } from './signing-keys.js';

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
  exp: z.number(),
});
export type TokenClaims = z.infer<typeof tokenClaims>;

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

  sign(kind: TokenKind, userId: string, sessionId: string): string {
    const { kid, key } = this.keys.current(kind);
    const { accessTokenSeconds, refreshTokenSeconds } = this.config.auth;
    return this.jwt.sign(
      { sid: sessionId },
      {
        secret: key as unknown as string,
        algorithm: TOKEN_ALGORITHM,
        header: { alg: TOKEN_ALGORITHM, typ: TYPES[kind], kid },
        subject: userId,
        issuer: TOKEN_ISSUER,
        audience: audienceOf(kind),
        jwtid: uuidv7(),
        expiresIn: kind === 'access' ? accessTokenSeconds : refreshTokenSeconds,
      },
    );
  }

  verify(token: string): { readonly userId: string } | null {
    const key = this.verificationKey('access', token);
    if (key === null) return null;
    try {
      const payload: unknown = this.jwt.verify(token, {
        secret: key as unknown as string,
        algorithms: [TOKEN_ALGORITHM],
        issuer: TOKEN_ISSUER,
        audience: audienceOf('access'),
      });
      const claims = tokenClaims.safeParse(payload);
      return claims.success ? { userId: claims.data.sub } : null;
    } catch {
      return null;
    }
  }

  /** The key that the token's header names, if header and kind are ours; null otherwise. */
  verificationKey(kind: TokenKind, token: string): ReturnType<SigningKeys['current']>['key'] | null {
    const header = headerSchema.safeParse(decodeHeader(token));
    if (!header.success || header.data.typ !== TYPES[kind]) return null;
    return this.keys.find(kind, header.data.kid)?.key ?? null;
  }
}

function decodeHeader(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token.split('.', 1)[0] ?? '', 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
