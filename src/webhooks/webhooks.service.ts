import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { AppConfig } from '../common/config/app-config.js';
import { isForeignKeyViolation } from '../common/database/database-errors.js';
import { AuditLog } from '../common/logging/audit-log.js';
import { type Page, toPage, toPageQuery } from '../common/paging/page.js';
import type { CreateWebhookDto } from './dto/create-webhook.dto.js';
import type { ListDeliveriesQueryDto } from './dto/list-deliveries.query.dto.js';
import { toWebhookDeliveryDto, type WebhookDeliveryDto } from './dto/webhook-delivery.dto.js';
import {
  toWebhookDto,
  toWebhookWithSecretDto,
  type WebhookDto,
  type WebhookWithSecretDto,
} from './dto/webhook.dto.js';
import { TooManyWebhooksError, WebhookDisabledError, WebhookNotFoundError } from './errors.js';
import { SealedSecrets } from './sealed-secrets.js';
import { spellSecret } from './sending/signature.js';
import { WebhookDeliveriesRepository } from './webhook-deliveries.repository.js';
import {
  type EndpointChanges,
  type EndpointRow,
  WebhookEndpointsRepository,
} from './webhook-endpoints.repository.js';
import { checkWebhookUrl } from './webhook-url.js';

/** Standard Webhooks: between 24 and 64 bytes. */
const SECRET_BYTES = 32;
/** How long the secret before a rotation signs too. */
const OVERLAP_SECONDS = 86_400;

/** The endpoints of users. Everybody has their own, admins too: an address and its secret are nobody else's business. */
@Injectable()
export class WebhooksService {
  constructor(
    private readonly endpoints: WebhookEndpointsRepository,
    private readonly deliveries: WebhookDeliveriesRepository,
    private readonly secrets: SealedSecrets,
    private readonly config: AppConfig,
    private readonly audit: AuditLog,
  ) {}

  /** @throws WebhookUrlNotAllowedError, TooManyWebhooksError */
  async create(request: CreateWebhookDto, ownerId: string): Promise<WebhookWithSecretDto> {
    const { allowPrivateAddresses, maxEndpointsPerUser: max } = this.config.webhooks;
    const url = checkWebhookUrl(request.url, allowPrivateAddresses);
    const endpointId = uuidv7();
    const secret = randomBytes(SECRET_BYTES);
    const row = await this.endpoints.insert(
      {
        endpointId,
        ownerId,
        url,
        events: request.events,
        description: request.description ?? null,
        secret: this.secrets.seal(secret, endpointId),
      },
      max,
    );
    if (row === null) throw new TooManyWebhooksError(max);
    this.audit.record('webhook.created', { endpoint_id: endpointId });
    return toWebhookWithSecretDto(row, spellSecret(secret));
  }

  async list(ownerId: string): Promise<WebhookDto[]> {
    return (await this.endpoints.list(ownerId)).map(toWebhookDto);
  }

  /** @throws WebhookNotFoundError */
  async get(endpointId: string, ownerId: string): Promise<WebhookDto> {
    return toWebhookDto(await this.find(endpointId, ownerId));
  }

  /** @throws WebhookNotFoundError, WebhookUrlNotAllowedError */
  async change(endpointId: string, ownerId: string, changes: EndpointChanges): Promise<WebhookDto> {
    const { url } = changes;
    const checked =
      url === undefined ? {} : { url: checkWebhookUrl(url, this.config.webhooks.allowPrivateAddresses) };
    const row = await this.endpoints.update(endpointId, ownerId, { ...changes, ...checked });
    if (row === null) throw new WebhookNotFoundError();
    this.audit.record('webhook.changed', { endpoint_id: endpointId, changed: Object.keys(changes) });
    return toWebhookDto(row);
  }

  /**
   * Makes a new secret; the one before signs beside it for 24 hours, so that receivers can be changed meanwhile.
   *
   * @throws WebhookNotFoundError
   */
  async rotateSecret(endpointId: string, ownerId: string): Promise<WebhookWithSecretDto> {
    const secret = randomBytes(SECRET_BYTES);
    const sealed = this.secrets.seal(secret, endpointId);
    const row = await this.endpoints.rotate(endpointId, ownerId, sealed, OVERLAP_SECONDS);
    if (row === null) throw new WebhookNotFoundError();
    this.audit.record('webhook.secret_rotated', { endpoint_id: endpointId });
    return toWebhookWithSecretDto(row, spellSecret(secret));
  }

  /** @throws WebhookNotFoundError */
  async remove(endpointId: string, ownerId: string): Promise<void> {
    if (!(await this.endpoints.remove(endpointId, ownerId))) throw new WebhookNotFoundError();
    this.audit.record('webhook.removed', { endpoint_id: endpointId });
  }

  /**
   * Sends a message of type `webhook.test`, on the same way as every other.
   *
   * @throws WebhookNotFoundError, WebhookDisabledError
   */
  async sendTest(endpointId: string, ownerId: string): Promise<WebhookDeliveryDto> {
    const { isEnabled } = await this.find(endpointId, ownerId);
    if (!isEnabled) throw new WebhookDisabledError();
    try {
      return toWebhookDeliveryDto(await this.deliveries.insertTest(endpointId));
    } catch (error) {
      throw isForeignKeyViolation(error) ? new WebhookNotFoundError() : error;
    }
  }

  /** @throws WebhookNotFoundError, InvalidCursorError */
  async listDeliveries(
    endpointId: string,
    ownerId: string,
    request: ListDeliveriesQueryDto,
  ): Promise<Page<WebhookDeliveryDto>> {
    await this.find(endpointId, ownerId);
    const page = toPageQuery(request);
    const found = await this.deliveries.list({ ...page, endpointId, status: request.status });
    return toPage(
      found,
      page,
      ({ createdAt, deliveryId }) => ({ createdAt, id: deliveryId }),
      toWebhookDeliveryDto,
    );
  }

  private async find(endpointId: string, ownerId: string): Promise<EndpointRow> {
    const row = await this.endpoints.find(endpointId, ownerId);
    if (row === null) throw new WebhookNotFoundError();
    return row;
  }
}
