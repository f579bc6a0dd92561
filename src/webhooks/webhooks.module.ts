import { Module } from '@nestjs/common';
import { SealedSecrets } from './sealed-secrets.js';
import { WebhookDeliveriesRepository } from './webhook-deliveries.repository.js';
import { WebhookEndpointsRepository } from './webhook-endpoints.repository.js';
import { WebhooksController } from './webhooks.controller.js';
import { WebhooksService } from './webhooks.service.js';

/** What users do with their endpoints; part of the API only. The worker sends. */
@Module({
  controllers: [WebhooksController],
  providers: [WebhooksService, WebhookEndpointsRepository, WebhookDeliveriesRepository, SealedSecrets],
})
export class WebhooksModule {}
