import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Registry } from 'prom-client';
import { CachedAnswer } from '../../common/metrics/cached-answer.js';
import { showIfKnown } from '../../common/metrics/gauge-value.js';
import { type Backlog, SendingRepository } from './sending.repository.js';

/** How an attempt at a delivery ended. */
export type SendingOutcome = 'delivered' | 'retried' | 'failed' | 'gone' | 'dropped' | 'handed_back' | 'lost';

/** What this worker has sent, counted, and what waits. */
@Injectable()
export class WebhookMetrics {
  private readonly attempts: Counter<'outcome'>;

  constructor(registry: Registry, repository: SendingRepository) {
    this.attempts = new Counter({
      name: 'ingest_webhook_attempts_total',
      help: 'Attempts at webhooks by how they ended: delivered, retried, failed, gone, dropped, handed_back, lost.',
      labelNames: ['outcome'],
      registers: [registry],
    });
    showBacklog(registry, new CachedAnswer(() => repository.backlog()));
  }

  count(outcome: SendingOutcome): void {
    this.attempts.inc({ outcome });
  }
}

function showBacklog(registry: Registry, backlog: CachedAnswer<Backlog>): void {
  new Gauge({
    name: 'ingest_webhooks_waiting',
    help: 'Webhooks that are to be delivered, those that wait for another attempt included.',
    registers: [registry],
    async collect() {
      showIfKnown(this, (await backlog.get())?.waiting);
    },
  });
  new Gauge({
    name: 'ingest_webhooks_oldest_due_seconds',
    help: 'For how long the oldest webhook that is due has not been sent; 0 when none is due.',
    registers: [registry],
    async collect() {
      showIfKnown(this, (await backlog.get())?.oldestDueSeconds);
    },
  });
}
