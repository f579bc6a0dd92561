import { Module } from '@nestjs/common';
import { JobsModule } from '../jobs/jobs.module.js';
import { IngestController } from './ingest.controller.js';
import { IngestService } from './ingest.service.js';

@Module({ imports: [JobsModule], controllers: [IngestController], providers: [IngestService] })
export class IngestModule {}
