import { DomainError } from '../common/errors/domain.error.js';

/** Unknown user, wrong password, disabled account: always the same words. */
export class InvalidCredentialsError extends DomainError {
  readonly kind = 'unauthenticated';

  constructor() {
    super('INVALID_CREDENTIALS', 'The username or the password is wrong.');
  }
}
