import { Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { currentRequest } from '../context/request-context.js';
import { InjectLogger } from './inject-logger.js';

/** Security events, by stable names. */
export type AuditEvent =
  | 'login.succeeded'
  | 'login.failed'
  | 'login.limited'
  | 'session.ended'
  | 'session.all_ended'
  | 'session.refresh_reused'
  | 'access.denied'
  | 'user.created'
  | 'user.changed'
  | 'user.roles_changed'
  | 'user.disabled'
  | 'user.enabled'
  | 'user.password_changed';

/**
 * Writes security events as log lines of their own (`"audit": true`): who, what, from where, and the request id, which
 * the logger adds. Never a secret.
 */
@Injectable()
export class AuditLog {
  constructor(@InjectLogger() private readonly logger: Logger) {}

  record(event: AuditEvent, fields: Readonly<Record<string, unknown>>): void {
    const request = currentRequest();
    const origin =
      request === undefined ? {} : { actor_id: request.userId, remote_address: request.remoteAddress };
    this.logger.info({ audit: true, event, ...origin, ...fields }, 'audit');
  }
}
