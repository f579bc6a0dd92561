import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ApiProblems, ApiSuccess } from '../common/http/api-documentation.js';
import { uuidParam } from '../common/http/validation.js';
import { RequirePermissions } from '../common/security/access.decorators.js';
import { CurrentPrincipal, type Principal } from '../common/security/principal.js';
import { AnalysisService } from './analysis.service.js';
import { FieldsDto } from './dto/fields.dto.js';
import { HistogramDto, HistogramQueryDto } from './dto/histogram.dto.js';
import { RecordFilterQueryDto } from './dto/record-filter.query.dto.js';
import { ApiFieldQuery } from './field-query.js';

const HISTOGRAM_EXAMPLE: HistogramDto = {
  interval_seconds: 3_600,
  buckets: [
    { start: '2015-05-17T10:00:00.000Z', total: 74, by: { INFO: 73, WARN: 1 } },
    { start: '2015-05-17T11:00:00.000Z', total: 0, by: {} },
  ],
  without_timestamp: 0,
};
const FIELDS_EXAMPLE: FieldsDto = {
  items: [
    {
      name: 'method',
      type: 'string',
      filled: 1,
      top: [
        { value: 'GET', count: 9_952 },
        { value: 'HEAD', count: 42 },
      ],
    },
    { name: 'status', type: 'number', filled: 1, top: [{ value: '200', count: 9_126 }] },
  ],
  records: 10_000,
  sampled: false,
};

@ApiTags('logs')
@Controller('jobs/:job_id')
export class AnalysisController {
  constructor(private readonly analysis: AnalysisService) {}

  /**
   * Count the records of a job over time
   *
   * @remarks At most 200 buckets without gaps, each with its total and the counts by severity, service or status.
   */
  @Get('histogram')
  @RequirePermissions('jobs:read')
  @ApiFieldQuery()
  @ApiSuccess(200, HistogramDto, HISTOGRAM_EXAMPLE)
  @ApiProblems(401, 403, 404, 409, 422, 429, 503, 504)
  getHistogram(
    @Param('job_id', uuidParam('job_id')) jobId: string,
    @Query() query: HistogramQueryDto,
    @CurrentPrincipal() principal: Principal,
  ): Promise<HistogramDto> {
    return this.analysis.histogram(jobId, query, principal);
  }

  /**
   * List the fields of a job's records
   *
   * @remarks What the records can be filtered by: each field with its type, how often it has a value, and the most frequent
   * values. In a job of more than 200,000 records a sample of them is looked at.
   */
  @Get('fields')
  @RequirePermissions('jobs:read')
  @ApiFieldQuery()
  @ApiSuccess(200, FieldsDto, FIELDS_EXAMPLE)
  @ApiProblems(401, 403, 404, 409, 422, 429, 503, 504)
  listFields(
    @Param('job_id', uuidParam('job_id')) jobId: string,
    @Query() query: RecordFilterQueryDto,
    @CurrentPrincipal() principal: Principal,
  ): Promise<FieldsDto> {
    return this.analysis.fields(jobId, query, principal);
  }
}
