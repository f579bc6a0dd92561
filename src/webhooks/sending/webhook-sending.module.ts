import { Module } from '@nestjs/common';
import { JobsModule } from '../../jobs/jobs.module.js';
import { SealedSecrets } from '../sealed-secrets.js';
import { WebhookEndpointsRepository } from '../webhook-endpoints.repository.js';
import { SendingDispatcher } from './sending.dispatcher.js';
import { SendingRepository } from './sending.repository.js';
import { SendingService } from './sending.service.js';
import { WebhookMetrics } from './webhook.metrics.js';
import { WebhookSweeper } from './webhook.sweeper.js';

/** Sends what the jobs' changes have noted; part of the worker only. */
@Module({
  imports: [JobsModule],
  providers: [
    SendingDispatcher,
    SendingService,
    SendingRepository,
    WebhookEndpointsRepository,
    SealedSecrets,
    WebhookMetrics,
    WebhookSweeper,
  ],
})
export class WebhookSendingModule {}
