import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { ApiNothing, ApiProblems, ApiSuccess } from '../common/http/api-documentation.js';
import { linkToNextPage } from '../common/http/link-header.js';
import { uuidParam } from '../common/http/validation.js';
import { RequirePermissions } from '../common/security/access.decorators.js';
import { CurrentPrincipal, type Principal } from '../common/security/principal.js';
import { CreateWebhookDto } from './dto/create-webhook.dto.js';
import { ListDeliveriesQueryDto } from './dto/list-deliveries.query.dto.js';
import { UpdateWebhookDto } from './dto/update-webhook.dto.js';
import { WebhookDeliveryDto } from './dto/webhook-delivery.dto.js';
import { WebhookDto, WebhookWithSecretDto } from './dto/webhook.dto.js';
import {
  DELIVERED_EXAMPLE,
  TEST_DELIVERY_EXAMPLE,
  WEBHOOK_EXAMPLE,
  WEBHOOK_WITH_SECRET_EXAMPLE,
} from './webhook.example.js';
import { WebhooksService } from './webhooks.service.js';

@ApiTags('webhooks')
@Controller('webhooks')
export class WebhooksController {
  constructor(private readonly webhooks: WebhooksService) {}

  /**
   * Name an endpoint
   *
   * @remarks It gets a POST, signed as Standard Webhooks says, whenever a job of yours is completed, fails or expires. The
   * `secret` is shown in this answer alone. An address that is not allowed answers 422 `WEBHOOK_URL_NOT_ALLOWED`; with as
   * many endpoints as you may have, 409 `TOO_MANY_WEBHOOKS`.
   */
  @Post()
  @HttpCode(201)
  @RequirePermissions('webhooks:write')
  @ApiSuccess(201, WebhookWithSecretDto, WEBHOOK_WITH_SECRET_EXAMPLE)
  @ApiProblems(401, 403, 409, 413, 422, 429, 503, 504)
  createWebhook(
    @Body() body: CreateWebhookDto,
    @CurrentPrincipal() { userId }: Principal,
  ): Promise<WebhookWithSecretDto> {
    return this.webhooks.create(body, userId);
  }

  /**
   * List your endpoints, newest first
   *
   * @remarks All of them; there are few. Nobody sees another user's, admins neither.
   */
  @Get()
  @RequirePermissions('webhooks:read')
  @ApiSuccess(200, [WebhookDto], [WEBHOOK_EXAMPLE])
  @ApiProblems(401, 403, 422, 429, 503, 504)
  listWebhooks(@CurrentPrincipal() { userId }: Principal): Promise<WebhookDto[]> {
    return this.webhooks.list(userId);
  }

  /**
   * Show one endpoint
   *
   * @remarks Without its secret.
   */
  @Get(':endpoint_id')
  @RequirePermissions('webhooks:read')
  @ApiSuccess(200, WebhookDto, WEBHOOK_EXAMPLE)
  @ApiProblems(401, 403, 404, 422, 429, 503, 504)
  getWebhook(
    @Param('endpoint_id', uuidParam('endpoint_id')) endpointId: string,
    @CurrentPrincipal() { userId }: Principal,
  ): Promise<WebhookDto> {
    return this.webhooks.get(endpointId, userId);
  }

  /**
   * Change an endpoint
   *
   * @remarks Absent fields stay. `enabled` also switches one on again that was disabled because it answered 410.
   */
  @Patch(':endpoint_id')
  @RequirePermissions('webhooks:write')
  @ApiSuccess(200, WebhookDto, WEBHOOK_EXAMPLE)
  @ApiProblems(401, 403, 404, 413, 422, 429, 503, 504)
  updateWebhook(
    @Param('endpoint_id', uuidParam('endpoint_id')) endpointId: string,
    @Body() { enabled, ...changes }: UpdateWebhookDto,
    @CurrentPrincipal() { userId }: Principal,
  ): Promise<WebhookDto> {
    const update = enabled === undefined ? changes : { ...changes, isEnabled: enabled };
    return this.webhooks.change(endpointId, userId, update);
  }

  /**
   * Remove an endpoint
   *
   * @remarks With everything that waits to be sent to it.
   */
  @Delete(':endpoint_id')
  @HttpCode(204)
  @RequirePermissions('webhooks:write')
  @ApiNothing()
  @ApiProblems(401, 403, 404, 422, 429, 503, 504)
  removeWebhook(
    @Param('endpoint_id', uuidParam('endpoint_id')) endpointId: string,
    @CurrentPrincipal() { userId }: Principal,
  ): Promise<void> {
    return this.webhooks.remove(endpointId, userId);
  }

  /**
   * Make a new secret
   *
   * @remarks Shown in this answer alone. For 24 hours every message carries two signatures, one with the secret before, so
   * that the receiver can be changed in that time. The secret before that one signs no more.
   */
  @Post(':endpoint_id/rotate-secret')
  @HttpCode(200)
  @RequirePermissions('webhooks:write')
  @ApiSuccess(200, WebhookWithSecretDto, {
    ...WEBHOOK_WITH_SECRET_EXAMPLE,
    previous_secret_expires_at: '2026-11-24T10:00:00.000Z',
  })
  @ApiProblems(401, 403, 404, 422, 429, 503, 504)
  rotateWebhookSecret(
    @Param('endpoint_id', uuidParam('endpoint_id')) endpointId: string,
    @CurrentPrincipal() { userId }: Principal,
  ): Promise<WebhookWithSecretDto> {
    return this.webhooks.rotateSecret(endpointId, userId);
  }

  /**
   * Send a test message
   *
   * @remarks Of type `webhook.test`, on the same way as every other one; what became of it is in the list of deliveries. A
   * disabled endpoint answers 409 `WEBHOOK_DISABLED`.
   */
  @Post(':endpoint_id/test')
  @HttpCode(201)
  @RequirePermissions('webhooks:write')
  @ApiSuccess(201, WebhookDeliveryDto, TEST_DELIVERY_EXAMPLE)
  @ApiProblems(401, 403, 404, 409, 422, 429, 503, 504)
  testWebhook(
    @Param('endpoint_id', uuidParam('endpoint_id')) endpointId: string,
    @CurrentPrincipal() { userId }: Principal,
  ): Promise<WebhookDeliveryDto> {
    return this.webhooks.sendTest(endpointId, userId);
  }

  /**
   * List what was sent to an endpoint, newest first
   *
   * @remarks With status, attempts, and the last answer or error. Those that are done are forgotten after
   * `WEBHOOK_RETENTION_DAYS`. `Link: <…>; rel="next"` leads to the next page.
   */
  @Get(':endpoint_id/deliveries')
  @RequirePermissions('webhooks:read')
  @ApiSuccess(200, [WebhookDeliveryDto], [DELIVERED_EXAMPLE])
  @ApiProblems(401, 403, 404, 422, 429, 503, 504)
  async listWebhookDeliveries(
    @Param('endpoint_id', uuidParam('endpoint_id')) endpointId: string,
    @Query() query: ListDeliveriesQueryDto,
    @CurrentPrincipal() { userId }: Principal,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WebhookDeliveryDto[]> {
    const { items, nextCursor } = await this.webhooks.listDeliveries(endpointId, userId, query);
    linkToNextPage(response, `/webhooks/${endpointId}/deliveries`, query, nextCursor);
    return items;
  }
}
