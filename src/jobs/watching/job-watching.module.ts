import { type MiddlewareConsumer, Module, type NestModule, RequestMethod } from '@nestjs/common';
import { queryTokenMiddleware } from '../../common/http/query-token.middleware.js';
import { JobsModule } from '../jobs.module.js';
import { JobEventsRepository } from './job-events.repository.js';
import { JobWatchingController } from './job-watching.controller.js';
import { JobWatchingService } from './job-watching.service.js';

/** Streams of what becomes of jobs; part of the API only. */
@Module({
  imports: [JobsModule],
  controllers: [JobWatchingController],
  providers: [JobWatchingService, JobEventsRepository],
})
export class JobWatchingModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer
      .apply(queryTokenMiddleware)
      .forRoutes({ path: 'jobs/:job_id/events', method: RequestMethod.GET });
  }
}
