import { DomainError } from '../errors/domain.error.js';
import type { Permission } from './roles.js';

const NEXT_STEPS = {
  none: 'No access token was sent; log in and send it as bearer.',
  invalid: 'The access token does not hold; refresh it, or log in again.',
  metrics: 'The metrics have a token of their own, METRICS_TOKEN; send it as bearer.',
} as const;

/** No bearer token, or one that does not hold. The words never tell why it does not. */
export class UnauthenticatedError extends DomainError {
  readonly kind = 'unauthenticated';

  /** @param lacking - which token, and hence what the client has to do */
  constructor(lacking: keyof typeof NEXT_STEPS) {
    super('UNAUTHENTICATED', NEXT_STEPS[lacking]);
  }
}

/** The caller is known, and the role does not allow it. */
export class ForbiddenError extends DomainError {
  readonly kind = 'forbidden';

  constructor(missing: readonly Permission[]) {
    super('FORBIDDEN', `Your role does not have the permission ${missing.join(', ')}.`);
  }
}
