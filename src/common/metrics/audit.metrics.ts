import { Injectable } from '@nestjs/common';
import { Counter, Registry } from 'prom-client';

/** Counts security events, logins among them. */
@Injectable()
export class AuditMetrics {
  private readonly events: Counter<'event'>;

  constructor(registry: Registry) {
    this.events = new Counter({
      name: 'ingest_audit_events_total',
      help: 'Security events by name, for example login.succeeded, login.failed, login.limited.',
      labelNames: ['event'],
      registers: [registry],
    });
  }

  count(event: string): void {
    this.events.inc({ event });
  }
}
