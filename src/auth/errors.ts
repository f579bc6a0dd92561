import { DomainError, LimitedError } from '../common/errors/domain.error.js';

/** Unknown user, wrong password, disabled account: always the same words. */
export class InvalidCredentialsError extends DomainError {
  readonly kind = 'unauthenticated';

  constructor() {
    super('INVALID_CREDENTIALS', 'The username or the password is wrong.');
  }
}

/** Not a refresh token, expired, spent, or its session has ended: always the same words. */
export class InvalidRefreshTokenError extends DomainError {
  readonly kind = 'unauthenticated';

  constructor() {
    super('INVALID_REFRESH_TOKEN', 'The refresh token does not hold; sign in again.');
  }
}

/** The caller has no such living session. */
export class SessionNotFoundError extends DomainError {
  readonly kind = 'not_found';

  constructor() {
    super('SESSION_NOT_FOUND', 'There is no such session.');
  }
}

/** Too many failed logins, for this account from this address, or from this address at all. */
export class LoginLimitedError extends LimitedError {
  constructor(readonly retryAfterSeconds: number) {
    super('LOGIN_LIMITED', 'Too many failed logins; wait for the seconds that Retry-After names.');
  }
}
