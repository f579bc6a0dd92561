import { Controller, Get, Param, Query, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { currentRequest } from '../common/context/request-context.js';
import { ApiProblems, ApiSuccess } from '../common/http/api-documentation.js';
import { uuidParam } from '../common/http/validation.js';
import { RequirePermissions } from '../common/security/access.decorators.js';
import { CurrentPrincipal, type Principal } from '../common/security/principal.js';
import { ListRecordsQueryDto, SearchRecordsQueryDto } from './dto/list-records.query.dto.js';
import { RecordPageDto } from './dto/record.dto.js';
import { ApiFieldQuery } from './field-query.js';
import { RECORD_EXAMPLE } from './record.example.js';
import { RecordsService } from './records.service.js';
import { SearchService } from './search.service.js';

const NDJSON = 'application/x-ndjson';
const PAGE_EXAMPLE: RecordPageDto = { items: [RECORD_EXAMPLE], next_cursor: 'cm93IHlUM3h4QTF3IGFzYyA5OQ' };
const NDJSON_EXAMPLE = `${JSON.stringify(RECORD_EXAMPLE)}\n`;

@ApiTags('logs')
@Controller()
export class RecordsController {
  constructor(
    private readonly records: RecordsService,
    private readonly searching: SearchService,
  ) {}

  /**
   * List the records of a job
   *
   * @remarks In the order of the file, or the other way round with `order=desc`. With `Accept: application/x-ndjson` all
   * matches come as one stream, one record a line, and `limit` is not looked at.
   */
  @Get('jobs/:job_id/logs')
  @RequirePermissions('jobs:read')
  @ApiFieldQuery()
  @ApiSuccess(200, RecordPageDto, PAGE_EXAMPLE, {
    [NDJSON]: { schema: { type: 'string' }, example: NDJSON_EXAMPLE },
  })
  @ApiProblems(401, 403, 404, 409, 422, 429, 503, 504)
  async listRecords(
    @Param('job_id', uuidParam('job_id')) jobId: string,
    @Query() query: ListRecordsQueryDto,
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    response.vary('Accept');
    if (request.accepts(['application/json', NDJSON]) === NDJSON) {
      const stream = await this.records.stream(jobId, query, principal);
      // It lasts as long as the client reads; every piece of it has a deadline of its own.
      currentRequest()?.liftDeadline();
      return new StreamableFile(stream, { type: NDJSON });
    }
    const { items, nextCursor } = await this.records.list(jobId, query, principal);
    return pageOf([items], nextCursor);
  }

  /**
   * Search the records of all jobs
   *
   * @remarks Newest first, in all jobs that you may see. Records without a timestamp are left out. A search that would look
   * through too much answers 422 `SCAN_TOO_LARGE`; narrow it with `from` and `to`.
   */
  @Get('logs')
  @RequirePermissions('jobs:read')
  @ApiFieldQuery()
  @ApiSuccess(200, RecordPageDto, PAGE_EXAMPLE)
  @ApiProblems(401, 403, 422, 429, 503, 504)
  async searchRecords(
    @Query() query: SearchRecordsQueryDto,
    @CurrentPrincipal() principal: Principal,
  ): Promise<StreamableFile> {
    const { items, nextCursor } = await this.searching.search(query, principal);
    return pageOf([Buffer.from(items.join(','))], nextCursor);
  }
}

/** Records are JSON text already; parsing them to write them again would cost time, and digits of long numbers. */
function pageOf(items: readonly Uint8Array[], nextCursor: string | null): StreamableFile {
  const end = `],"next_cursor":${JSON.stringify(nextCursor)}}`;
  const body = Buffer.concat([Buffer.from('{"items":['), ...items, Buffer.from(end)]);
  return new StreamableFile(body, { type: 'application/json; charset=utf-8' });
}
