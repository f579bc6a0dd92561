import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { ApiProblems, ApiSuccess } from '../common/http/api-documentation.js';
import { isNotModified } from '../common/http/entity-tag.js';
import { linkToNextPage } from '../common/http/link-header.js';
import { uuidParam } from '../common/http/validation.js';
import { RequirePermissions } from '../common/security/access.decorators.js';
import { CurrentPrincipal, type Principal } from '../common/security/principal.js';
import { JobDto } from './dto/job.dto.js';
import { ListJobsQueryDto } from './dto/list-jobs.query.dto.js';
import { JobsService } from './jobs.service.js';
import { JOB_EXAMPLE } from './job.example.js';

@ApiTags('jobs')
@Controller('jobs')
export class JobsController {
  constructor(private readonly jobs: JobsService) {}

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
}
