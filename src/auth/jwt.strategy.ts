import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { currentRequest } from '../common/http/request-context.js';
import type { Principal } from '../common/security/principal.js';
import { permissionsOf } from '../common/security/roles.js';
import { UnauthenticatedError } from '../common/security/security-errors.js';
import { UsersService } from '../users/users.service.js';
import { audienceOf, TOKEN_ALGORITHM, TOKEN_ISSUER, tokenClaims, TokenService } from './token.service.js';

/**
 * Turns an access token into a principal. The account is read anew for every request, so that disabling it or changing
 * its roles takes effect on the next one.
 */
@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy, 'jwt') {
  constructor(
    tokens: TokenService,
    private readonly users: UsersService,
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
    const claims = tokenClaims.safeParse(payload);
    const user = claims.success ? await this.users.findActive(claims.data.sub) : null;
    if (user === null) throw new UnauthenticatedError();
    const request = currentRequest();
    if (request !== undefined) request.userId = user.userId;
    return { ...user, permissions: permissionsOf(user.roles) };
  }
}
