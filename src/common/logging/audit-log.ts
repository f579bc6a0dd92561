import { Injectable, Optional } from '@nestjs/common';
import type { Logger } from 'pino';
import { currentRequest } from '../context/request-context.js';
import { AuditMetrics } from '../metrics/audit.metrics.js';
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
  | 'user.password_changed'
  | 'user.password_refused'
  | 'queue.changed'
  | 'webhook.created'
  | 'webhook.changed'
  | 'webhook.removed'
  | 'webhook.secret_rotated'
  | 'webhook.disabled';

/**
 * Writes security events as log lines of their own (`"audit": true`): who, what, from where, and the request id, which
 * the logger adds. Never a secret. They are written at every level of the log but `silent`: who wants fewer lines still
 * wants to know who came in.
 */
@Injectable()
export class AuditLog {
  private readonly logger: Logger;

  /** @param metrics - absent in commands, which nobody watches */
  constructor(
    @InjectLogger() logger: Logger,
    @Optional() private readonly metrics?: AuditMetrics,
  ) {
    this.logger = logger.level === 'silent' ? logger : logger.child({ audit: true }, { level: 'info' });
  }

  record(event: AuditEvent, fields: Readonly<Record<string, unknown>>): void {
    this.metrics?.count(event);
    const request = currentRequest();
    const origin =
      request === undefined ? {} : { actor_id: request.userId, remote_address: request.remoteAddress };
    this.logger.info({ event, ...origin, ...fields }, 'audit');
  }
}
