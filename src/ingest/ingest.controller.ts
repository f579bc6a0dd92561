import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ApiProblems, ApiSuccess } from '../common/http/api-documentation.js';
import { ApiIdempotencyKey, IdempotencyKey } from '../common/http/idempotency-key.js';
import { currentRequest } from '../common/context/request-context.js';
import { IdempotencyService } from '../common/idempotency/idempotency.service.js';
import { RequirePermissions } from '../common/security/access.decorators.js';
import { CurrentPrincipal, type Principal } from '../common/security/principal.js';
import { CompleteUploadDto } from './dto/complete-upload.dto.js';
import { InitUploadDto } from './dto/init-upload.dto.js';
import { QueuedDto } from './dto/queued.dto.js';
import { UploadTicketDto } from './dto/upload-ticket.dto.js';
import { type InitiatedUpload, IngestService } from './ingest.service.js';

@ApiTags('ingest')
@Controller('ingest/files')
export class IngestController {
  constructor(
    private readonly ingest: IngestService,
    private readonly idempotency: IdempotencyService,
  ) {}

  /**
   * Ask for an upload
   *
   * @remarks Makes a job and answers a URL that takes the file by PUT, straight into storage. Then call complete.
   * A big file may be sent in parts instead, which go on after a cut: `multipart` then says how.
   * Repeated with its `Idempotency-Key` it answers the same job and a URL signed anew. While too much work is waiting, or a
   * disk is nearly full, it answers 503 `QUEUE_OVERLOADED` or `DISK_FULL`; with too many uploads open, 429
   * `TOO_MANY_OPEN_UPLOADS`.
   */
  @Post('init')
  @HttpCode(201)
  @RequirePermissions('ingest:write')
  @ApiSuccess(201, UploadTicketDto, {
    job_id: '0190a6c0-7c4e-7b1a-9d2e-3f1c2b4a5d6e',
    presigned_url:
      'https://storage.example.com/log-bucket/raw-logs/0190a6c0-7c4e-7b1a-9d2e-3f1c2b4a5d6e.log?X-Amz-Signature=…',
    expires_in: 900,
    expires_at: '2026-11-23T10:15:00.000Z',
    multipart: null,
  })
  @ApiProblems(401, 403, 409, 413, 422, 429, 503, 504)
  @ApiIdempotencyKey()
  initUpload(
    @Body() body: InitUploadDto,
    @CurrentPrincipal() principal: Principal,
    @IdempotencyKey() key: string | undefined,
  ): Promise<UploadTicketDto> {
    const request = { key, userId: principal.userId, route: 'init', content: body };
    return this.idempotency.serve<UploadTicketDto, InitiatedUpload>(request, {
      first: (keep) => this.ingest.init(body, principal, keep, currentRequest()?.signal),
      again: (kept) => this.ingest.initAgain(kept, principal),
    });
  }

  /**
   * Say that the file is uploaded
   *
   * @remarks Checks that the file is there and has the declared size, and queues the job. Of several calls one succeeds, the
   * others answer 409. A missing or different file answers 409 and fails the job. With too many jobs waiting it answers 429
   * `TOO_MANY_QUEUED_JOBS`; the upload stays, to be completed later.
   */
  @Post('complete')
  @HttpCode(200)
  @RequirePermissions('ingest:write')
  @ApiSuccess(200, QueuedDto, {
    message: 'Job queued successfully',
    job_id: '0190a6c0-7c4e-7b1a-9d2e-3f1c2b4a5d6e',
    status: 'QUEUED',
  })
  @ApiProblems(401, 403, 404, 409, 413, 422, 429, 503, 504)
  @ApiIdempotencyKey()
  completeUpload(
    @Body() body: CompleteUploadDto,
    @CurrentPrincipal() principal: Principal,
    @IdempotencyKey() key: string | undefined,
  ): Promise<QueuedDto> {
    const request = { key, userId: principal.userId, route: 'complete', content: body };
    return this.idempotency.serve<QueuedDto, QueuedDto>(request, {
      first: (keep) => this.ingest.complete(body.job_id, principal, keep, currentRequest()?.signal),
      again: (kept) => this.ingest.completeAgain(kept, principal),
    });
  }
}
