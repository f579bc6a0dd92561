import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiResponse, ApiSecurity, ApiTags } from '@nestjs/swagger';
import { SkipThrottle } from '@nestjs/throttler';
import type { Request, Response } from 'express';
import { Registry } from 'prom-client';
import { ApiProblems } from '../common/http/api-documentation.js';
import { MetricsAccess } from '../common/metrics/metrics-access.js';
import { Public } from '../common/security/access.decorators.js';
import { UnauthenticatedError } from '../common/security/security-errors.js';

@ApiTags('health')
@Public()
@SkipThrottle()
@Controller('metrics')
export class MetricsController {
  constructor(
    private readonly registry: Registry,
    private readonly access: MetricsAccess,
  ) {}

  /**
   * Metrics
   *
   * @remarks For Prometheus. Where `METRICS_TOKEN` is set it must be shown as bearer; it is no access token.
   */
  @Get()
  @ApiSecurity({})
  @ApiSecurity('metrics')
  @ApiResponse({
    status: 200,
    description: 'Prometheus text format, version 0.0.4',
    content: {
      'text/plain': { schema: { type: 'string' }, example: 'ingest_jobs{status="QUEUED"} 3\n' },
    },
  })
  @ApiProblems(401, 422, 504)
  async getMetrics(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<string> {
    if (!this.access.allows(request.get('authorization'))) throw new UnauthenticatedError('metrics');
    response.type(this.registry.contentType);
    return this.registry.metrics();
  }
}
