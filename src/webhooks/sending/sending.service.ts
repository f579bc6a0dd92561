import { Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { AppConfig } from '../../common/config/app-config.js';
import { AuditLog } from '../../common/logging/audit-log.js';
import { InjectLogger } from '../../common/logging/inject-logger.js';
import { SERVICE_NAME, serviceVersion } from '../../common/service-identity.js';
import { JobsService } from '../../jobs/jobs.service.js';
import { SecretUnreadableError } from '../errors.js';
import { SealedSecrets } from '../sealed-secrets.js';
import { WebhookEndpointsRepository } from '../webhook-endpoints.repository.js';
import type { ClaimedDelivery } from './claim-deliveries.sql.js';
import { postMessage } from './post-message.js';
import { retryPauseMs } from './retry-pause.js';
import { type AttemptResult, SendingRepository } from './sending.repository.js';
import { signatureHeaders } from './signature.js';
import { type SendingOutcome, WebhookMetrics } from './webhook.metrics.js';

const GONE = 410;

/** One attempt at a delivery, from the claim to what its row then says. */
@Injectable()
export class SendingService {
  constructor(
    private readonly repository: SendingRepository,
    private readonly endpoints: WebhookEndpointsRepository,
    private readonly jobs: JobsService,
    private readonly secrets: SealedSecrets,
    private readonly config: AppConfig,
    private readonly metrics: WebhookMetrics,
    private readonly audit: AuditLog,
    @InjectLogger() private readonly logger: Logger,
  ) {}

  /** Never fails for what the receiver does; what Postgres cannot note is tried again when the lease has run out. */
  async attempt(delivery: ClaimedDelivery, stopping: AbortSignal): Promise<void> {
    const outcome = await this.deliver(delivery, stopping);
    this.metrics.count(outcome);
  }

  private async deliver(delivery: ClaimedDelivery, stopping: AbortSignal): Promise<SendingOutcome> {
    const dropped = reasonToDrop(delivery);
    if (dropped !== null)
      return this.finish(delivery, 'FAILED', { statusCode: null, error: dropped }, 'dropped');
    let result: AttemptResult;
    try {
      result = await this.send(delivery, stopping);
    } catch (error) {
      if (!stopping.aborted) throw error;
      return (await this.repository.handBack(delivery)) ? 'handed_back' : 'lost';
    }
    const { statusCode } = result;
    if (statusCode !== null && statusCode >= 200 && statusCode < 300)
      return this.finish(delivery, 'DELIVERED', result, 'delivered');
    if (statusCode === GONE) return this.endGone(delivery, result);
    return this.retryOrFail(delivery, result);
  }

  private async send(delivery: ClaimedDelivery, stopping: AbortSignal): Promise<AttemptResult> {
    const { allowPrivateAddresses, timeoutMs } = this.config.webhooks;
    const body = JSON.stringify(this.payloadOf(delivery));
    const timestamp = Math.floor(Date.now() / 1000);
    let keys: Buffer[];
    try {
      keys = this.keysOf(delivery);
    } catch (error) {
      if (!(error instanceof SecretUnreadableError)) throw error;
      this.logger.error({ err: error, endpoint_id: delivery.endpointId }, 'a webhook cannot be signed');
      return { statusCode: null, error: error.code };
    }
    return postMessage(
      {
        url: delivery.url,
        body,
        headers: {
          'Content-Type': 'application/json',
          'User-Agent': `${SERVICE_NAME}/${serviceVersion()}`,
          ...signatureHeaders({ messageId: delivery.messageId, timestamp, body }, keys),
        },
      },
      { timeoutMs, allowPrivateAddresses, signal: stopping },
    );
  }

  /** The secret before counts only where it can be read: otherwise a new one could not mend what a lost key broke. */
  private keysOf({ endpointId, secret, previousSecret }: ClaimedDelivery): Buffer[] {
    const keys = [this.secrets.open(secret, endpointId)];
    try {
      if (previousSecret !== null) keys.push(this.secrets.open(previousSecret, endpointId));
    } catch (error) {
      if (!(error instanceof SecretUnreadableError)) throw error;
    }
    return keys;
  }

  /** Of what was kept when it happened, so that each attempt says the same, whatever became of the job. */
  private payloadOf({ event, occurredAt, endpointId, job, upload }: ClaimedDelivery): object {
    const data = job === null ? { endpoint_id: endpointId } : this.jobs.describeSnapshot(job, upload);
    return { type: event, timestamp: occurredAt.toISOString(), data };
  }

  private async endGone(delivery: ClaimedDelivery, result: AttemptResult): Promise<SendingOutcome> {
    if (await this.endpoints.disableGone(delivery.endpointId, delivery.url)) {
      this.audit.record('webhook.disabled', { endpoint_id: delivery.endpointId });
    }
    return this.finish(delivery, 'FAILED', { ...result, error: 'ENDPOINT_GONE' }, 'gone');
  }

  private async retryOrFail(delivery: ClaimedDelivery, result: AttemptResult): Promise<SendingOutcome> {
    const { deliveryId, endpointId, attempt } = delivery;
    const pauseMs = retryPauseMs(this.config.webhooks.retrySeconds, attempt);
    this.logger.info(
      {
        delivery_id: deliveryId,
        endpoint_id: endpointId,
        attempt,
        status_code: result.statusCode,
        reason: result.error,
        pause_ms: pauseMs,
      },
      'a webhook was not taken',
    );
    if (pauseMs === null) return this.finish(delivery, 'FAILED', result, 'failed');
    return (await this.repository.retryLater(delivery, pauseMs, result)) ? 'retried' : 'lost';
  }

  private async finish(
    delivery: ClaimedDelivery,
    status: 'DELIVERED' | 'FAILED',
    result: AttemptResult,
    outcome: SendingOutcome,
  ): Promise<SendingOutcome> {
    return (await this.repository.finish(delivery, status, result)) ? outcome : 'lost';
  }
}

function reasonToDrop({ isEnabled, ownerIsActive }: ClaimedDelivery): string | null {
  if (!ownerIsActive) return 'USER_DISABLED';
  return isEnabled ? null : 'ENDPOINT_DISABLED';
}
