import { Controller, Get, HttpStatus, Res } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { SkipThrottle } from '@nestjs/throttler';
import type { Response } from 'express';
import { ApiProblems, ApiSuccess } from '../common/http/api-documentation.js';
import { Public } from '../common/security/access.decorators.js';
import { SERVICE_NAME, serviceVersion } from '../common/service-identity.js';
import { HealthDto, LivenessDto, ReadinessDto } from './dto/health.dto.js';
import { ReadinessService } from './readiness.service.js';

@ApiTags('health')
@Public()
@SkipThrottle()
@Controller('health')
export class HealthController {
  constructor(private readonly readiness: ReadinessService) {}

  /**
   * Name and version
   *
   * @remarks Answers as long as the process does.
   */
  @Get()
  @ApiSuccess(200, HealthDto, { status: 'healthy', service: SERVICE_NAME, version: '0.1.0' })
  @ApiProblems(422)
  getHealth(): HealthDto {
    return { status: 'healthy', service: SERVICE_NAME, version: serviceVersion() };
  }

  /**
   * Is the process alive
   *
   * @remarks Depends on nothing else; restart the process when it does not answer.
   */
  @Get('live')
  @ApiSuccess(200, LivenessDto, { status: 'alive' })
  @ApiProblems(422)
  getLiveness(): LivenessDto {
    return { status: 'alive' };
  }

  /**
   * Can it take requests
   *
   * @remarks Asks Postgres, Redis and storage, a second each at most; send no traffic while it answers 503.
   */
  @Get('ready')
  @ApiSuccess(200, ReadinessDto, {
    status: 'ready',
    components: { database: 'up', redis: 'up', storage: 'up' },
  })
  @ApiResponse({
    status: 503,
    description: 'A part is away',
    content: {
      'application/json': {
        schema: { $ref: '#/components/schemas/ReadinessDto' },
        example: { status: 'not_ready', components: { database: 'up', redis: 'down', storage: 'up' } },
      },
    },
  })
  @ApiProblems(422)
  async getReadiness(@Res({ passthrough: true }) response: Response): Promise<ReadinessDto> {
    const readiness = await this.readiness.check();
    if (readiness.status !== 'ready') response.status(HttpStatus.SERVICE_UNAVAILABLE);
    return readiness;
  }
}
