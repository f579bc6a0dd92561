import { BullModule } from '@nestjs/bullmq';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { FILE_PROCESSING_QUEUE } from '../common/queue/queues.js';
import { FileUpload } from './entities/file-upload.entity.js';
import { Job } from './entities/job.entity.js';
import { JobCountsRepository } from './job-counts.repository.js';
import { JobDeliveryService } from './job-delivery.service.js';
import { JobLifecycleRepository } from './job-lifecycle.repository.js';
import { JobMetrics } from './job.metrics.js';
import { JobQueue } from './job-queue.js';
import { JobResultsRepository } from './job-results.repository.js';
import { JobResultsService } from './job-results.service.js';
import { JobsController } from './jobs.controller.js';
import { JobsRepository } from './jobs.repository.js';
import { JobsService } from './jobs.service.js';

/** In the worker, which has no HTTP adapter for it, the controller is never reached. */
@Module({
  imports: [
    TypeOrmModule.forFeature([Job, FileUpload]),
    BullModule.registerQueue({ name: FILE_PROCESSING_QUEUE }),
  ],
  controllers: [JobsController],
  providers: [
    JobsService,
    JobDeliveryService,
    JobResultsService,
    JobsRepository,
    JobLifecycleRepository,
    JobResultsRepository,
    JobCountsRepository,
    JobQueue,
    JobMetrics,
  ],
  exports: [JobsService, JobDeliveryService, JobResultsService],
})
export class JobsModule {}
