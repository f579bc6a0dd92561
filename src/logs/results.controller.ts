import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ApiProblems, ApiSuccess } from '../common/http/api-documentation.js';
import { uuidParam } from '../common/http/validation.js';
import { RequirePermissions } from '../common/security/access.decorators.js';
import { CurrentPrincipal, type Principal } from '../common/security/principal.js';
import { FilesDto } from './dto/files.dto.js';
import { ListRejectsQueryDto, RejectPageDto } from './dto/rejects.dto.js';
import { FilesService } from './files.service.js';
import { RejectsService } from './rejects.service.js';

const REJECTS_EXAMPLE: RejectPageDto = {
  items: [
    {
      line_no: 17,
      code: 'INVALID_JSON',
      column: null,
      message: 'The line is not valid JSON.',
      raw: '{"level":"info","msg":"cut of',
    },
  ],
  next_cursor: null,
};
const EXPIRES_AT = '2026-11-23T10:05:00.000Z';
const FILES_EXAMPLE: FilesDto = {
  raw: {
    url: 'https://storage.example.com/log-bucket/raw-logs/0190a6c0-7c4e-7b1a-9d2e-3f1c2b4a5d6e.log?X-Amz-Signature=…',
    expires_at: EXPIRES_AT,
    bytes: 2_370_789,
  },
  parquet: {
    url: 'https://storage.example.com/log-bucket/parsed/…/attempt-1.parquet?X-Amz-Signature=…',
    expires_at: EXPIRES_AT,
    bytes: 583_412,
  },
  rejects: {
    url: 'https://storage.example.com/log-bucket/rejects/…/attempt-1.ndjson?X-Amz-Signature=…',
    expires_at: EXPIRES_AT,
    bytes: 0,
  },
};

@ApiTags('logs')
@Controller('jobs/:job_id')
export class ResultsController {
  constructor(
    private readonly rejects: RejectsService,
    private readonly files: FilesService,
  ) {}

  /**
   * List what could not be read
   *
   * @remarks Every line that became no record, with its number, the reason and its text, in the order of the file.
   */
  @Get('rejects')
  @RequirePermissions('jobs:read')
  @ApiSuccess(200, RejectPageDto, REJECTS_EXAMPLE)
  @ApiProblems(401, 403, 404, 409, 422, 429, 503, 504)
  listRejects(
    @Param('job_id', uuidParam('job_id')) jobId: string,
    @Query() query: ListRejectsQueryDto,
    @CurrentPrincipal() principal: Principal,
  ): Promise<RejectPageDto> {
    return this.rejects.list(jobId, query, principal);
  }

  /**
   * Get links to the files of a job
   *
   * @remarks Short-lived: the file as it was uploaded, the records as Parquet, and what could not be read as NDJSON.
   */
  @Get('files')
  @RequirePermissions('jobs:read')
  @ApiSuccess(200, FilesDto, FILES_EXAMPLE)
  @ApiProblems(401, 403, 404, 422, 429, 503, 504)
  getFiles(
    @Param('job_id', uuidParam('job_id')) jobId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<FilesDto> {
    return this.files.links(jobId, principal);
  }
}
