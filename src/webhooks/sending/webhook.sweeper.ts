import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import { AppConfig } from '../../common/config/app-config.js';
import { InjectLogger } from '../../common/logging/inject-logger.js';
import { RepairLog } from '../../common/logging/repair-log.js';
import { PeriodicTask } from '../../common/scheduling/periodic-task.js';
import { SecretUnreadableError } from '../errors.js';
import { SealedSecrets } from '../sealed-secrets.js';
import { type SealedRow, WebhookEndpointsRepository } from '../webhook-endpoints.repository.js';
import { SendingRepository } from './sending.repository.js';

const PAUSE_MS = 60_000;

/**
 * Forgets old messages and secrets whose time is over, and seals secrets anew that the key before the current one has
 * sealed, so that it can be taken away. Any number of processes may do it at once.
 */
@Injectable()
export class WebhookSweeper implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly task: PeriodicTask;

  constructor(
    private readonly messages: SendingRepository,
    private readonly endpoints: WebhookEndpointsRepository,
    private readonly secrets: SealedSecrets,
    private readonly repairs: RepairLog,
    private readonly config: AppConfig,
    @InjectLogger() private readonly logger: Logger,
  ) {
    this.task = new PeriodicTask('webhook messages', PAUSE_MS, () => this.sweep(), logger);
  }

  onApplicationBootstrap(): void {
    this.task.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.task.stop();
  }

  /** One round of a bounded number of rows. */
  async sweep(): Promise<void> {
    const removed = await this.messages.removeOld(this.config.webhooks.retentionDays);
    this.repairs.record('webhook_message_removed', removed);
    await this.endpoints.forgetPreviousSecrets();
    this.repairs.record('webhook_secret_sealed_again', await this.sealAgain());
  }

  private async sealAgain(): Promise<number> {
    let count = 0;
    for (const row of await this.endpoints.listSealedOtherwise(this.secrets.currentKeyId)) {
      try {
        await this.endpoints.replaceSealed(row, this.sealed(row));
        count += 1;
      } catch (error) {
        if (!(error instanceof SecretUnreadableError)) throw error;
        this.logger.error({ endpoint_id: row.endpointId }, 'the secret of a webhook cannot be read');
      }
    }
    return count;
  }

  private sealed({ endpointId, secret, previousSecret }: SealedRow): SealedRow {
    const anew = (sealed: Buffer): Buffer =>
      this.secrets.seal(this.secrets.open(sealed, endpointId), endpointId);
    return {
      endpointId,
      secret: anew(secret),
      previousSecret: previousSecret === null ? null : anew(previousSecret),
    };
  }
}
