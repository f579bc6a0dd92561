import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { currentRequest } from '../common/context/request-context.js';
import type { Principal } from '../common/security/principal.js';
import { permissionsOf } from '../common/security/roles.js';
import { UnauthenticatedError } from '../common/security/security-errors.js';
import { SessionsService } from './sessions.service.js';
import { audienceOf, TOKEN_ALGORITHM, TOKEN_ISSUER, tokenClaims, TokenService } from './token.service.js';

/**
 * Turns an access token into a principal. Session and account are read anew for every request, in one query, so that
 * ending, disabling or changing them takes effect on the next one, in every process.
 */
@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy, 'jwt') {
  constructor(
    tokens: TokenService,
    private readonly sessions: SessionsService,
  ) {
    super({
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      algorithms: [TOKEN_ALGORITHM],
      issuer: TOKEN_ISSUER,
      audience: audienceOf('access'),
      secretOrKeyProvider: (_request, token: string, done) => {
        const key = tokens.verificationKey('access', token);
        if (key === null) done(new UnauthenticatedError());
        // A KeyObject: with a string jsonwebtoken first tries to read it as a PEM key, half a millisecond per token.
        // The types of passport-jwt do not know it.
        else done(null, key as unknown as Buffer);
      },
    });
  }

  async validate(payload: unknown): Promise<Principal> {
    const claims = tokenClaims.safeParse(payload).data;
    const caller = claims === undefined ? null : await this.sessions.findPrincipal(claims);
    if (claims === undefined || caller === null) throw new UnauthenticatedError();
    const request = currentRequest();
    if (request !== undefined) request.userId = caller.userId;
    return { ...caller, sessionId: claims.sid, permissions: permissionsOf(caller.roles) };
  }
}
