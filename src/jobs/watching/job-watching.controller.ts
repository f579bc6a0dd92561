import { Controller, Get, Headers, Param, Res } from '@nestjs/common';
import { ApiHeader, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { ApiProblems } from '../../common/http/api-documentation.js';
import { EventStream } from '../../common/http/event-stream.js';
import { Unbounded } from '../../common/http/timeout.interceptor.js';
import { uuidParam } from '../../common/http/validation.js';
import { RequirePermissions } from '../../common/security/access.decorators.js';
import { CurrentPrincipal, type Principal } from '../../common/security/principal.js';
import { JOB_EXAMPLE } from '../job.example.js';
import type { WatchListener } from './job-watch.js';
import { JobWatchingService } from './job-watching.service.js';

const EVENT_ID = /^\d{1,15}$/;

@ApiTags('jobs')
@Controller('jobs')
export class JobWatchingController {
  constructor(private readonly watching: JobWatchingService) {}

  /**
   * Watch one job
   *
   * @remarks Server-sent events: `status` with an id for every change of state, `progress` in between; the data is the job.
   * Begins with the state the job is in, or behind the event that `Last-Event-ID` names, and ends after the last one. A
   * browser's EventSource, which sends no header, may give its token as `access_token`. Answers 204 where nothing will
   * come any more.
   */
  @Get(':job_id/events')
  @Unbounded()
  @RequirePermissions('jobs:read')
  @ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description: 'The id of the last event received; the stream goes on behind it.',
    schema: { type: 'string', pattern: EVENT_ID.source },
  })
  @ApiQuery({
    name: 'access_token',
    required: false,
    type: String,
    description: 'The access token, for clients that can send no header.',
  })
  @ApiResponse({
    status: 200,
    description: 'The events',
    content: {
      'text/event-stream': {
        schema: { type: 'string' },
        example: `id: 42\nevent: status\ndata: ${JSON.stringify(JOB_EXAMPLE)}\n\n`,
      },
    },
  })
  @ApiResponse({ status: 204, description: 'Nothing will come any more' })
  @ApiProblems(401, 403, 404, 422, 429, 503)
  async watchJob(
    @Param('job_id', uuidParam('job_id')) jobId: string,
    @Headers('last-event-id') lastEventId: string | undefined,
    @CurrentPrincipal() principal: Principal,
    @Res() response: Response,
  ): Promise<void> {
    const known = EVENT_ID.test(lastEventId ?? '') ? Number(lastEventId) : null;
    const stop = await this.watching.watch(jobId, principal, known, () => listenerOf(response));
    if (stop === null) response.status(204).end();
    else if (response.destroyed) stop();
    else response.once('close', stop);
  }
}

function listenerOf(response: Response): WatchListener {
  const stream = new EventStream(response);
  return {
    status: (id, job) => {
      stream.send({ id, event: 'status', data: job });
    },
    progress: (job) => {
      stream.send({ event: 'progress', data: job });
    },
    end: () => {
      stream.end();
    },
  };
}
