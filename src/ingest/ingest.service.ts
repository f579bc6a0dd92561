import { Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import { AppConfig } from '../common/config/app-config.js';
import { InjectLogger } from '../common/logging/inject-logger.js';
import type { Principal } from '../common/security/principal.js';
import { Storage } from '../common/storage/storage.js';
import { JobStateConflictError } from '../jobs/errors.js';
import { JobsService, type PendingUpload } from '../jobs/jobs.service.js';
import type { InitUploadDto } from './dto/init-upload.dto.js';
import type { QueuedDto } from './dto/queued.dto.js';
import type { UploadTicketDto } from './dto/upload-ticket.dto.js';
import {
  FileTooLargeError,
  InvalidFilenameError,
  UploadMissingError,
  UploadSizeMismatchError,
} from './errors.js';
import { keyExtension, safeFilename } from './safe-filename.js';

@Injectable()
export class IngestService {
  constructor(
    private readonly jobs: JobsService,
    private readonly storage: Storage,
    private readonly config: AppConfig,
    @InjectLogger() private readonly logger: Logger,
  ) {}

  /**
   * Makes a job and a URL that takes its file.
   *
   * @throws FileTooLargeError, InvalidFilenameError
   */
  async init(request: InitUploadDto, principal: Principal): Promise<UploadTicketDto> {
    const { maxUploadBytes, uploadUrlSeconds } = this.config.ingest;
    if (request.size > maxUploadBytes) throw new FileTooLargeError(maxUploadBytes);
    const filename = safeFilename(request.filename);
    if (filename === null) throw new InvalidFilenameError();

    const jobId = uuidv7();
    const objectKey = `raw-logs/${jobId}.${keyExtension(filename)}`;
    const createdAt = new Date();
    const expiresAt = new Date(createdAt.getTime() + uploadUrlSeconds * 1000);
    const presignedUrl = await this.storage.issueUpload(objectKey, request.size, uploadUrlSeconds);
    await this.jobs.create({
      jobId,
      ownerId: principal.userId,
      createdAt,
      expiresAt,
      storageType: this.storage.type,
      ...this.storage.locate(objectKey),
      originalFilename: filename,
      fileSize: request.size,
      logFormat: request.log_format ?? 'auto',
      timezone: request.timezone ?? 'UTC',
      onError: request.on_error ?? 'continue',
      maxRejects: request.max_rejects ?? null,
      sha256: request.sha256?.toLowerCase() ?? null,
      labels: request.labels ?? {},
    });
    return {
      job_id: jobId,
      presigned_url: presignedUrl,
      expires_in: uploadUrlSeconds,
      expires_at: expiresAt.toISOString(),
    };
  }

  /**
   * Looks at what was uploaded, pins it and queues the job. Of many calls at once one succeeds.
   *
   * @throws JobNotFoundError, JobStateConflictError
   * @throws UploadMissingError, UploadSizeMismatchError after failing the job
   * @throws UnavailableError when storage cannot be asked; the job stays CREATED
   */
  async complete(jobId: string, principal: Principal, signal?: AbortSignal): Promise<QueuedDto> {
    const upload = await this.jobs.findUpload(jobId, principal);
    if (upload.status !== 'CREATED') throw new JobStateConflictError(upload.status);
    const object = await this.storage.stat(upload.objectKey, signal);
    if (object === null) return this.refuse(upload, new UploadMissingError());
    if (object.bytes !== upload.fileSize) {
      return this.refuse(upload, new UploadSizeMismatchError(upload.fileSize, object.bytes));
    }
    await this.jobs.queueUploaded(jobId, object.etag);
    return { message: 'Job queued successfully', job_id: jobId, status: 'QUEUED' };
  }

  /** Only who fails the job removes its object: another call may have queued it meanwhile. */
  private async refuse(
    upload: PendingUpload,
    error: UploadMissingError | UploadSizeMismatchError,
  ): Promise<never> {
    const failed = await this.jobs.failUpload(upload.jobId, error.code, error.message);
    if (!failed) throw new JobStateConflictError('changed');
    await this.storage.delete(upload.objectKey).catch((cause: unknown) => {
      this.logger.warn({ err: cause, job_id: upload.jobId }, 'a refused upload could not be removed');
    });
    throw error;
  }
}
