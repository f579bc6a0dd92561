import { Body, Controller, Delete, Get, HttpCode, Param, ParseIntPipe, Post } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { currentRequest } from '../common/context/request-context.js';
import { InvalidInputError } from '../common/errors/domain.error.js';
import { ApiNothing, ApiProblems, ApiSuccess } from '../common/http/api-documentation.js';
import { Unbounded } from '../common/http/timeout.interceptor.js';
import { uuidParam } from '../common/http/validation.js';
import { RequirePermissions } from '../common/security/access.decorators.js';
import { CurrentPrincipal, type Principal } from '../common/security/principal.js';
import {
  CompletedPartsDto,
  CompletePartsDto,
  MAX_PART_NUMBER,
  SignedNumberedPartDto,
  SignedPartDto,
  SignPartsDto,
  UploadedPartDto,
} from './dto/multipart.dto.js';
import { MultipartService } from './multipart.service.js';

const partNumberParam = new ParseIntPipe({
  exceptionFactory: () =>
    new InvalidInputError('VALIDATION_FAILED', 'part_number must be a whole number.', [
      { pointer: '/part_number', detail: 'part_number must be a whole number' },
    ]),
});

const SIGNED_PART_EXAMPLE: SignedPartDto = {
  url: 'https://storage.example.com/log-bucket/raw-logs/0190a6c0-7c4e-7b1a-9d2e-3f1c2b4a5d6e.log?partNumber=1&uploadId=…',
  headers: {},
  size: 16_777_216,
  expires_in: 900,
};

@ApiTags('ingest')
@Controller('ingest/files/:job_id/parts')
export class MultipartController {
  constructor(private readonly multipart: MultipartService) {}

  /**
   * List the parts that are there
   *
   * @remarks After a cut: whatever is not in the list has to be sent again. In the shape that Uppy's S3 plugin and S3 have for
   * parts. An upload without parts answers 409 `NOT_MULTIPART`.
   */
  @Get()
  @RequirePermissions('ingest:write')
  @ApiSuccess(
    200,
    [UploadedPartDto],
    [{ PartNumber: 1, Size: 16_777_216, ETag: '"5d41402abc4b2a76b9719d911017c592"' }],
  )
  @ApiProblems(401, 403, 404, 409, 422, 429, 503, 504)
  listParts(
    @Param('job_id', uuidParam('job_id')) jobId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<UploadedPartDto[]> {
    return this.multipart.list(jobId, principal, currentRequest()?.signal);
  }

  /**
   * Make a file of its parts
   *
   * @remarks When all are there; 409 `PARTS_MISSING` names those that are not, and the upload goes on. With `parts` it also
   * makes sure that they are the ones the client sent, else 409 `PARTS_DIFFER`. Repeated, it says the same. Then call
   * `POST /ingest/files/complete`, which does this too where it was left out.
   */
  @Post('complete')
  @HttpCode(200)
  @Unbounded()
  @RequirePermissions('ingest:write')
  @ApiSuccess(200, CompletedPartsDto, { location: '/jobs/0190a6c0-7c4e-7b1a-9d2e-3f1c2b4a5d6e' })
  @ApiProblems(401, 403, 404, 409, 413, 422, 429, 503)
  completeParts(
    @Param('job_id', uuidParam('job_id')) jobId: string,
    @Body() body: CompletePartsDto,
    @CurrentPrincipal() principal: Principal,
  ): Promise<CompletedPartsDto> {
    return this.multipart.complete(jobId, body.parts, principal, currentRequest()?.signal);
  }

  /**
   * Ask where several parts are sent
   *
   * @remarks The same as for one, for up to 100 parts in one request: the limit of requests counts one. Each URL ends after
   * `expires_in`, so ask for as many as are sent in that time.
   */
  @Post('sign')
  @HttpCode(200)
  @RequirePermissions('ingest:write')
  @ApiSuccess(200, [SignedNumberedPartDto], [Object.assign({ part_number: 1 }, SIGNED_PART_EXAMPLE)])
  @ApiProblems(401, 403, 404, 409, 413, 422, 429, 503, 504)
  signParts(
    @Param('job_id', uuidParam('job_id')) jobId: string,
    @Body() body: SignPartsDto,
    @CurrentPrincipal() principal: Principal,
  ): Promise<SignedNumberedPartDto[]> {
    return this.multipart.signAll(jobId, body.part_numbers, principal);
  }

  /**
   * Ask where one part is sent
   *
   * @remarks Answers a URL that takes this part by PUT, of exactly its size: all parts have `part_size` bytes, and the last one
   * the rest. In the shape that Uppy's S3 plugin expects of `signPart`. Each call gives the whole upload
   * `MULTIPART_EXPIRE_SECONDS` more time.
   */
  @Post(':part_number')
  @HttpCode(200)
  @RequirePermissions('ingest:write')
  @ApiParam({
    name: 'part_number',
    description: 'Which part, from 1 on.',
    schema: { type: 'integer', minimum: 1, maximum: MAX_PART_NUMBER },
    example: 1,
  })
  @ApiSuccess(200, SignedPartDto, SIGNED_PART_EXAMPLE)
  @ApiProblems(401, 403, 404, 409, 422, 429, 503, 504)
  signPart(
    @Param('job_id', uuidParam('job_id')) jobId: string,
    @Param('part_number', partNumberParam) partNumber: number,
    @CurrentPrincipal() principal: Principal,
  ): Promise<SignedPartDto> {
    return this.multipart.sign(jobId, partNumber, principal);
  }

  /**
   * Give an upload in parts up
   *
   * @remarks Removes what is there, and cancels the job. Repeated, it does nothing; once the file was completed, 409.
   */
  @Delete()
  @HttpCode(204)
  @RequirePermissions('ingest:write')
  @ApiNothing()
  @ApiProblems(401, 403, 404, 409, 422, 429, 503, 504)
  abortParts(
    @Param('job_id', uuidParam('job_id')) jobId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<void> {
    return this.multipart.abort(jobId, principal);
  }
}
