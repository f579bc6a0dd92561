import { DomainError, InvalidInputError } from '../common/errors/domain.error.js';

/** There is no such endpoint, or it is another user's: the two look the same. */
export class WebhookNotFoundError extends DomainError {
  readonly kind = 'not_found';

  constructor() {
    super('WEBHOOK_NOT_FOUND', 'There is no such webhook.');
  }
}

/** The owner has as many endpoints as one may have. */
export class TooManyWebhooksError extends DomainError {
  readonly kind = 'conflict';

  constructor(max: number) {
    super('TOO_MANY_WEBHOOKS', `At most ${max} webhooks may exist at once; remove one.`);
  }
}

/** Nothing is sent to an endpoint that is switched off. */
export class WebhookDisabledError extends DomainError {
  readonly kind = 'conflict';

  constructor() {
    super('WEBHOOK_DISABLED', 'The webhook is disabled; enable it first.');
  }
}

/** Messages are not sent to such an address. */
export class WebhookUrlNotAllowedError extends InvalidInputError {
  constructor(detail: string) {
    super('WEBHOOK_URL_NOT_ALLOWED', 'Webhooks are not sent to this address; `errors` says why.', [
      { pointer: '/url', detail },
    ]);
  }
}

/** The secret was sealed with a key that this process does not have. */
export class SecretUnreadableError extends DomainError {
  readonly kind = 'internal';

  constructor(options?: ErrorOptions) {
    super('SECRET_UNREADABLE', 'The secret of a webhook cannot be read with the keys configured.', options);
  }
}
