import { BullModule } from '@nestjs/bullmq';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { FILE_PROCESSING_QUEUE } from '../common/queue/queues.js';
import { FileUpload } from './entities/file-upload.entity.js';
import { Job } from './entities/job.entity.js';
import { JobBounds } from './job-bounds.js';
import { JobCountsRepository } from './job-counts.repository.js';
import { JobDeliveryService } from './job-delivery.service.js';
import { JobLifecycleRepository } from './job-lifecycle.repository.js';
import { JobMetrics } from './job.metrics.js';
import { JobQueue } from './job-queue.js';
import { JobResultsRepository } from './job-results.repository.js';
import { JobResultsService } from './job-results.service.js';
import { JobRepairsRepository } from './job-repairs.repository.js';
import { JobRepairsService } from './job-repairs.service.js';
import { JobSteeringRepository } from './job-steering.repository.js';
import { JobSteeringService } from './job-steering.service.js';
import { JobsController } from './jobs.controller.js';
import { JobsRepository } from './jobs.repository.js';
import { JobsService } from './jobs.service.js';
import { ObjectRemovals } from './object-removals.js';
import { StorageScanRepository } from './storage-scan.repository.js';
import { StorageScanService } from './storage-scan.service.js';

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
    JobSteeringService,
    JobRepairsService,
    JobsRepository,
    JobLifecycleRepository,
    JobSteeringRepository,
    JobRepairsRepository,
    JobResultsRepository,
    JobCountsRepository,
    JobBounds,
    JobQueue,
    JobMetrics,
    ObjectRemovals,
    StorageScanRepository,
    StorageScanService,
  ],
  exports: [
    JobsService,
    JobDeliveryService,
    JobResultsService,
    JobSteeringService,
    JobRepairsService,
    StorageScanService,
  ],
})
export class JobsModule {}
