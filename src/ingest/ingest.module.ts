import { Module } from '@nestjs/common';
import { JobsModule } from '../jobs/jobs.module.js';
import { ParsingModule } from '../parsing/parsing.module.js';
import { AdmissionService } from './admission.service.js';
import { IngestController } from './ingest.controller.js';
import { IngestService } from './ingest.service.js';
import { MultipartController } from './multipart.controller.js';
import { MultipartService } from './multipart.service.js';
import { PreviewController } from './preview.controller.js';
import { PreviewLimiter } from './preview-limiter.js';
import { PreviewService } from './preview.service.js';

@Module({
  imports: [JobsModule, ParsingModule.forApi()],
  controllers: [IngestController, MultipartController, PreviewController],
  providers: [IngestService, MultipartService, AdmissionService, PreviewService, PreviewLimiter],
})
export class IngestModule {}
