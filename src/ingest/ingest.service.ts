import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { AppConfig } from '../common/config/app-config.js';
import { LimitedError } from '../common/errors/domain.error.js';
import type { AnswerKeeper } from '../common/idempotency/idempotency.service.js';
import type { Principal } from '../common/security/principal.js';
import { type ObjectStat, Storage } from '../common/storage/storage.js';
import { urlEnd } from '../common/storage/url-end.js';
import { JobNotFoundError, JobStateConflictError } from '../jobs/errors.js';
import { JobSteeringService } from '../jobs/job-steering.service.js';
import { JobsService, type PendingUpload } from '../jobs/jobs.service.js';
import { AdmissionService } from './admission.service.js';
import type { InitUploadDto } from './dto/init-upload.dto.js';
import type { QueuedDto } from './dto/queued.dto.js';
import type { UploadTicketDto } from './dto/upload-ticket.dto.js';
import {
  FileTooLargeError,
  InvalidFilenameError,
  UploadJobGoneError,
  UploadMissingError,
  UploadSizeMismatchError,
} from './errors.js';
import {
  isInParts,
  MultipartService,
  type StartedMultipart,
  toMultipartTicket,
} from './multipart.service.js';
import { keyExtension, safeFilename } from './safe-filename.js';

/** What is remembered of `init`: URLs are secrets, and never stand in the database. */
export interface InitiatedUpload {
  readonly job_id: string;
}

@Injectable()
export class IngestService {
  constructor(
    private readonly jobs: JobsService,
    private readonly steering: JobSteeringService,
    private readonly admission: AdmissionService,
    private readonly multipart: MultipartService,
    private readonly storage: Storage,
    private readonly config: AppConfig,
  ) {}

  /**
   * Makes a job and a URL that takes its file.
   *
   * @throws FileTooLargeError, InvalidFilenameError
   * @throws UnavailableError when storage cannot begin an upload in parts
   * @throws OverloadedError when no new work is taken; TooManyOpenUploadsError
   */
  async init(
    request: InitUploadDto,
    principal: Principal,
    keep: AnswerKeeper<InitiatedUpload>,
    signal?: AbortSignal,
  ): Promise<UploadTicketDto> {
    const { maxUploadBytes, uploadUrlSeconds, multipartSeconds } = this.config.ingest;
    if (request.size > maxUploadBytes) throw new FileTooLargeError(maxUploadBytes);
    const filename = safeFilename(request.filename);
    if (filename === null) throw new InvalidFilenameError();
    await this.admission.check();

    const jobId = uuidv7();
    const objectKey = `raw-logs/${jobId}.${keyExtension(filename)}`;
    const createdAt = new Date();
    const multipart = await this.multipart.start(objectKey, request.size, request.multipart, signal);
    const waitSeconds = multipart.partBytes === null ? uploadUrlSeconds : multipartSeconds;
    const urlEndsAt = urlEnd(uploadUrlSeconds);
    const presignedUrl = await this.storage.issueUpload(objectKey, request.size, uploadUrlSeconds);
    const upload = {
      jobId,
      ownerId: principal.userId,
      createdAt,
      expiresAt: new Date(createdAt.getTime() + waitSeconds * 1000),
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
      ...multipart,
    };
    try {
      await this.jobs.create(upload, keep.answered({ job_id: jobId }));
    } catch (error) {
      // Surely not written; after any other error it may have been.
      if (error instanceof LimitedError) await this.multipart.discard(jobId, objectKey, multipart);
      throw error;
    }
    return toTicket(upload, presignedUrl, uploadUrlSeconds, urlEndsAt);
  }

  /**
   * Signs a URL anew for a job that `init` made before. While the job waits for its file the URL lives as long as a first
   * one; later no longer than the first one does.
   *
   * @throws UploadJobGoneError when the job was removed
   */
  async initAgain({ job_id: jobId }: InitiatedUpload, principal: Principal): Promise<UploadTicketDto> {
    const { uploadUrlSeconds } = this.config.ingest;
    const upload = await this.jobs.findUpload(jobId, principal).catch(jobGone);
    const wanted = new Date(Date.now() + uploadUrlSeconds * 1000);
    const end = await this.jobs.extendUpload(jobId, wanted).catch(jobGone);
    // An upload in parts waits for longer than a URL lives.
    const latest = isInParts(upload) && end > wanted ? wanted : end;
    const seconds = Math.max(1, Math.floor((latest.getTime() - Date.now()) / 1000));
    const urlEndsAt = urlEnd(seconds);
    const presignedUrl = await this.storage.issueUpload(upload.objectKey, upload.fileSize, seconds);
    const { uploadId = null, partBytes = null } = upload.multipart ?? {};
    return toTicket({ ...upload, multipartUploadId: uploadId, partBytes }, presignedUrl, seconds, urlEndsAt);
  }

  /**
   * Looks at what was uploaded, pins it and queues the job. Of many calls at once one succeeds.
   *
   * @throws JobNotFoundError, JobStateConflictError
   * @throws UploadMissingError, UploadSizeMismatchError after failing the job
   * @throws PartsMissingError; the job stays CREATED
   * @throws UnavailableError when storage cannot be asked, TooManyQueuedJobsError; the job stays CREATED
   */
  async complete(
    jobId: string,
    principal: Principal,
    keep: AnswerKeeper<QueuedDto>,
    signal?: AbortSignal,
  ): Promise<QueuedDto> {
    const upload = await this.jobs.findUpload(jobId, principal);
    if (upload.status !== 'CREATED') throw new JobStateConflictError(upload.status);
    const object = await this.statAssembled(upload, signal);
    if (object === null) return this.refuse(upload, new UploadMissingError(), keep);
    if (object.bytes !== upload.fileSize) {
      return this.refuse(upload, new UploadSizeMismatchError(upload.fileSize, object.bytes), keep);
    }
    const answer: QueuedDto = { message: 'Job queued successfully', job_id: jobId, status: 'QUEUED' };
    await this.steering.queueUploaded(jobId, object.etag, keep.answered(answer));
    const { uploadId = null } = upload.multipart ?? {};
    await this.multipart.discard(jobId, upload.objectKey, { multipartUploadId: uploadId });
    return answer;
  }

  /**
   * What `complete` answered before, to who may still see the job.
   *
   * @throws JobNotFoundError
   */
  completeAgain(kept: QueuedDto, principal: Principal): Promise<QueuedDto> {
    return this.steering.showAgain(kept, principal);
  }

  /** What was uploaded; of parts that are all there and were not put together yet, it is made now. */
  private async statAssembled(upload: PendingUpload, signal?: AbortSignal): Promise<ObjectStat | null> {
    const object = await this.storage.stat(upload.objectKey, signal);
    if (object !== null || !isInParts(upload)) return object;
    await this.multipart.assemble(upload, undefined, signal);
    return this.storage.stat(upload.objectKey, signal);
  }

  private async refuse(
    upload: PendingUpload,
    error: UploadMissingError | UploadSizeMismatchError,
    keep: AnswerKeeper<QueuedDto>,
  ): Promise<never> {
    await this.steering.failUpload(upload.jobId, error, keep.refused(error));
    throw error;
  }
}

function toTicket(
  upload: StartedMultipart & Pick<PendingUpload, 'jobId' | 'objectKey' | 'fileSize'>,
  url: string,
  seconds: number,
  urlEndsAt: Date,
): UploadTicketDto {
  return {
    job_id: upload.jobId,
    presigned_url: url,
    expires_in: seconds,
    expires_at: urlEndsAt.toISOString(),
    multipart: toMultipartTicket(upload.objectKey, upload.fileSize, upload),
  };
}

function jobGone(error: unknown): never {
  throw error instanceof JobNotFoundError ? new UploadJobGoneError() : error;
}
