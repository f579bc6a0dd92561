import { DomainError, InvalidInputError, LimitedError } from '../common/errors/domain.error.js';

/** There is no such user. */
export class UserNotFoundError extends DomainError {
  readonly kind = 'not_found';

  constructor() {
    super('USER_NOT_FOUND', 'There is no such user.');
  }
}

/** The username belongs to somebody else, perhaps in another case. */
export class UsernameTakenError extends DomainError {
  readonly kind = 'conflict';

  constructor() {
    super('USERNAME_TAKEN', 'Somebody has this username already.');
  }
}

/** The email belongs to somebody else, perhaps in another case. */
export class EmailTakenError extends DomainError {
  readonly kind = 'conflict';

  constructor() {
    super('EMAIL_TAKEN', 'Somebody has this email already.');
  }
}

/** Nobody could administer the service any more. */
export class LastAdminError extends DomainError {
  readonly kind = 'conflict';

  constructor() {
    super('LAST_ADMIN', 'This is the last active admin, who cannot be disabled or lose the role.');
  }
}

/** The password that was given as the current one is not. */
export class WrongPasswordError extends InvalidInputError {
  constructor() {
    super('WRONG_PASSWORD', 'The current password is wrong.', [
      { pointer: '/current_password', detail: 'current_password is wrong' },
    ]);
  }
}

/** The password is one that attackers try first. */
export class CommonPasswordError extends InvalidInputError {
  constructor(pointer: string) {
    super('COMMON_PASSWORD', 'This password is too common; choose another.', [
      { pointer, detail: 'the password is on the list of common ones' },
    ]);
  }
}

/** More passwords wait to be checked than can be in time. */
export class HashingOverloadedError extends DomainError {
  readonly kind = 'unavailable';

  constructor(options?: ErrorOptions) {
    super('LOGIN_OVERLOADED', 'Too many people sign in at this moment; try again.', options);
  }
}

/** Too often wrong about the current password within a minute. */
export class PasswordChangeLimitedError extends LimitedError {
  constructor(readonly retryAfterSeconds: number) {
    super(
      'PASSWORD_CHANGE_LIMITED',
      'The current password was wrong too often; wait for the seconds that Retry-After names.',
    );
  }
}
