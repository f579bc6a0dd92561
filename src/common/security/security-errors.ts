import { DomainError } from '../errors/domain.error.js';
import type { Permission } from './roles.js';

/** No access token, or one that does not hold. The words never tell which. */
export class UnauthenticatedError extends DomainError {
  readonly kind = 'unauthenticated';

  constructor(options?: ErrorOptions) {
    super('UNAUTHENTICATED', 'A valid access token is needed.', options);
  }
}

/** The caller is known, and the role does not allow it. */
export class ForbiddenError extends DomainError {
  readonly kind = 'forbidden';

  constructor(missing: readonly Permission[]) {
    super('FORBIDDEN', `Your role does not have the permission ${missing.join(', ')}.`);
  }
}
