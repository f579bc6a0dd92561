import { Module } from '@nestjs/common';
import { AppConfig } from '../common/config/app-config.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { ParsingModule } from '../parsing/parsing.module.js';
import { JobProcessor } from './job.processor.js';
import { JobSweeper } from './job.sweeper.js';
import { ProcessingMetrics } from './processing.metrics.js';
import { ProcessingService } from './processing.service.js';
import { ProgressCheck } from './progress.check.js';
import { Scratch } from './scratch.js';
import { StorageSweeper } from './storage.sweeper.js';

@Module({
  imports: [JobsModule, ParsingModule.forWorker()],
  providers: [
    JobProcessor,
    JobSweeper,
    ProcessingMetrics,
    StorageSweeper,
    ProcessingService,
    ProgressCheck,
    {
      provide: Scratch,
      inject: [AppConfig],
      useFactory: (config: AppConfig) => new Scratch(config.worker.scratchDir),
    },
  ],
})
export class ProcessingModule {}
