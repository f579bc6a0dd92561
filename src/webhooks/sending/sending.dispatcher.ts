import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import { setTimeout as pause } from 'node:timers/promises';
import { AppConfig } from '../../common/config/app-config.js';
import { InjectLogger } from '../../common/logging/inject-logger.js';
import { PeriodicTask } from '../../common/scheduling/periodic-task.js';
import type { ClaimedDelivery } from './claim-deliveries.sql.js';
import { SendingRepository } from './sending.repository.js';
import { SendingService } from './sending.service.js';

/** Attempts that one worker makes at a time: each is a connection that mostly waits. */
const PLACES = 32;
/** Between two looks at what is due. */
const ROUND_MS = 500;
/** A lease outlives the longest attempt by this, for noting what came of it. */
const LEASE_MARGIN_MS = 10_000;

/** Claims deliveries that are due and sends them, in every worker; any number of them share the work. */
@Injectable()
export class SendingDispatcher implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly running = new Set<Promise<void>>();
  private readonly task: PeriodicTask;
  private readonly leaseMs: number;

  constructor(
    private readonly repository: SendingRepository,
    private readonly sending: SendingService,
    config: AppConfig,
    @InjectLogger() private readonly logger: Logger,
  ) {
    this.leaseMs = config.webhooks.timeoutMs + LEASE_MARGIN_MS;
    this.task = new PeriodicTask('webhooks', ROUND_MS, (stopping) => this.round(stopping), logger);
  }

  onApplicationBootstrap(): void {
    this.task.start();
  }

  /** Attempts that run are ended and handed back. */
  async onModuleDestroy(): Promise<void> {
    await this.task.stop();
    await Promise.all(this.running);
  }

  /** Until nothing is due and nothing runs. */
  private async round(stopping: AbortSignal): Promise<void> {
    while (!stopping.aborted) {
      const places = PLACES - this.running.size;
      const claimed = places === 0 ? [] : await this.repository.claim(places, this.leaseMs);
      for (const delivery of claimed) this.launch(delivery, stopping);
      if (claimed.length > 0) continue;
      if (this.running.size === 0) return;
      await Promise.race([...this.running, pause(ROUND_MS, undefined, { ref: false })]);
    }
  }

  private launch(delivery: ClaimedDelivery, stopping: AbortSignal): void {
    const { deliveryId } = delivery;
    const work = this.sending
      .attempt(delivery, stopping)
      .catch((error: unknown) => {
        this.logger.warn({ err: error, delivery_id: deliveryId }, 'an attempt at a webhook was not noted');
      })
      .finally(() => {
        this.running.delete(work);
      });
    this.running.add(work);
  }
}
