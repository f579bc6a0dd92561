import { Controller, Delete, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { currentRequest } from '../common/context/request-context.js';
import { ApiNothing, ApiProblems, ApiSuccess } from '../common/http/api-documentation.js';
import { isNotModified } from '../common/http/entity-tag.js';
import { ApiIdempotencyKey, IdempotencyKey } from '../common/http/idempotency-key.js';
import { linkToNextPage } from '../common/http/link-header.js';
import { uuidParam } from '../common/http/validation.js';
import { IdempotencyService } from '../common/idempotency/idempotency.service.js';
import { RequirePermissions } from '../common/security/access.decorators.js';
import { CurrentPrincipal, type Principal } from '../common/security/principal.js';
import { JobDto } from './dto/job.dto.js';
import { ListJobsQueryDto } from './dto/list-jobs.query.dto.js';
import { JobSteeringService } from './job-steering.service.js';
import { CANCELLED_JOB_EXAMPLE, JOB_EXAMPLE, RETRIED_JOB_EXAMPLE } from './job.example.js';
import { JobsService } from './jobs.service.js';

@ApiTags('jobs')
@Controller('jobs')
export class JobsController {
  constructor(
    private readonly jobs: JobsService,
    private readonly steering: JobSteeringService,
    private readonly idempotency: IdempotencyService,
  ) {}

  /**
   * List jobs, newest first
   *
   * @remarks Your own, or everybody's if your role reads them all. `Link: <…>; rel="next"` leads to the next page.
   */
  @Get()
  @RequirePermissions('jobs:read')
  @ApiSuccess(200, [JobDto], [JOB_EXAMPLE])
  @ApiProblems(401, 403, 422, 429, 503, 504)
  async listJobs(
    @Query() query: ListJobsQueryDto,
    @CurrentPrincipal() principal: Principal,
    @Res({ passthrough: true }) response: Response,
  ): Promise<JobDto[]> {
    const { items, nextCursor } = await this.jobs.list(query, principal);
    linkToNextPage(response, '/jobs', query, nextCursor);
    return items;
  }

  /**
   * Show one job
   *
   * @remarks With its state, progress, and once the file was read its statistics: every line counted, every reject explained.
   * The answer has an `ETag`; with it as `If-None-Match` the next one is 304 while nothing has changed.
   */
  @Get(':job_id')
  @RequirePermissions('jobs:read')
  @ApiHeader({
    name: 'If-None-Match',
    required: false,
    description: 'The `ETag` of an earlier answer.',
    schema: { type: 'string' },
  })
  @ApiSuccess(200, JobDto, JOB_EXAMPLE)
  @ApiResponse({ status: 304, description: 'Nothing has changed' })
  @ApiProblems(401, 403, 404, 422, 429, 503, 504)
  async getJob(
    @Param('job_id', uuidParam('job_id')) jobId: string,
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<JobDto | undefined> {
    const job = await this.jobs.get(jobId, principal);
    return isNotModified(request, response, job) ? undefined : job;
  }

  /**
   * Try a failed job again
   *
   * @remarks `FAILED` → `QUEUED`, with all its retries. The file that was uploaded must still be in storage: where it never
   * was completed or is gone, 409 `RAW_FILE_GONE`. Of several calls one succeeds.
   */
  @Post(':job_id/retry')
  @HttpCode(200)
  @RequirePermissions('jobs:write')
  @ApiSuccess(200, JobDto, RETRIED_JOB_EXAMPLE)
  @ApiProblems(401, 403, 404, 409, 422, 429, 503, 504)
  @ApiIdempotencyKey()
  retryJob(
    @Param('job_id', uuidParam('job_id')) jobId: string,
    @CurrentPrincipal() principal: Principal,
    @IdempotencyKey() key: string | undefined,
  ): Promise<JobDto> {
    const request = { key, userId: principal.userId, route: 'retry', content: { job_id: jobId } };
    return this.idempotency.serve<JobDto, JobDto>(request, {
      first: (keep) =>
        this.steering.retry(jobId, principal, (answer) => keep.answered(answer), currentRequest()?.signal),
      again: (kept) => this.steering.showAgain(kept, principal),
    });
  }

  /**
   * Stop a job
   *
   * @remarks `CREATED`, `QUEUED` or `PROCESSING` → `FAILED` with code `CANCELLED`. A worker in the middle of it stops within
   * two seconds. The file stays, so that the job can be retried, unless it was never completed.
   */
  @Post(':job_id/cancel')
  @HttpCode(200)
  @RequirePermissions('jobs:write')
  @ApiSuccess(200, JobDto, CANCELLED_JOB_EXAMPLE)
  @ApiProblems(401, 403, 404, 409, 422, 429, 503, 504)
  cancelJob(
    @Param('job_id', uuidParam('job_id')) jobId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<JobDto> {
    return this.steering.cancel(jobId, principal);
  }

  /**
   * Remove a job with its files
   *
   * @remarks In whatever state; one that is running is stopped. Files that storage does not remove now are removed later.
   */
  @Delete(':job_id')
  @HttpCode(204)
  @RequirePermissions('jobs:write')
  @ApiNothing()
  @ApiProblems(401, 403, 404, 422, 429, 503, 504)
  async removeJob(
    @Param('job_id', uuidParam('job_id')) jobId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<void> {
    await this.steering.remove(jobId, principal);
  }
}
