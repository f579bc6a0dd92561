import { Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { AppConfig } from '../common/config/app-config.js';
import { atOnce } from '../common/context/at-once.js';
import { InjectLogger } from '../common/logging/inject-logger.js';
import type { Principal } from '../common/security/principal.js';
import { bytesOfPart, type PartPlan, planOf, planParts } from '../common/storage/multipart.js';
import { MultipartGoneError } from '../common/storage/storage-errors.js';
import { Storage } from '../common/storage/storage.js';
import { JobCancelledError, JobStateConflictError } from '../jobs/errors.js';
import { JobSteeringService } from '../jobs/job-steering.service.js';
import { JobsService, type PendingUpload } from '../jobs/jobs.service.js';
import type {
  CompletedPartsDto,
  MultipartTicketDto,
  SentPartDto,
  SignedNumberedPartDto,
  SignedPartDto,
  UploadedPartDto,
} from './dto/multipart.dto.js';
import { NotMultipartError, PartNumberError, PartsDifferError, PartsMissingError } from './errors.js';
import { areThese, missingParts } from './parts-there.js';

/** An upload that may come in parts. */
type UploadInParts = PendingUpload & { readonly multipart: NonNullable<PendingUpload['multipart']> };

/** What `init` keeps of an upload in parts. */
export interface StartedMultipart {
  readonly multipartUploadId: string | null;
  readonly partBytes: number | null;
}

/**
 * Big files in parts, straight into storage. What is there, storage alone knows: after a cut the client asks for it and sends
 * the rest. Each part's URL takes exactly its size, so that all of them together are the size that was declared.
 */
@Injectable()
export class MultipartService {
  constructor(
    private readonly jobs: JobsService,
    private readonly steering: JobSteeringService,
    private readonly storage: Storage,
    private readonly config: AppConfig,
    @InjectLogger() private readonly logger: Logger,
  ) {}

  /** Begins an upload in parts where the file is big, or the client wants it; one that no row leads to is ended by the scan. */
  async start(
    objectKey: string,
    fileBytes: number,
    wanted: boolean | undefined,
    signal?: AbortSignal,
  ): Promise<StartedMultipart> {
    const { multipartThresholdBytes, partBytes } = this.config.ingest;
    if (!(wanted ?? fileBytes > multipartThresholdBytes)) return { multipartUploadId: null, partBytes: null };
    return {
      multipartUploadId: await this.storage.multipart.start(objectKey, signal),
      partBytes: planParts(fileBytes, partBytes).partBytes,
    };
  }

  /**
   * Signs the PUT of one part, and gives the whole upload more time.
   *
   * @throws JobNotFoundError, NotMultipartError, PartNumberError, JobStateConflictError
   */
  async sign(jobId: string, partNumber: number, principal: Principal): Promise<SignedPartDto> {
    const { upload, plan } = await this.prolong(jobId, [partNumber], '/part_number', principal);
    return this.signPart(upload, plan, partNumber);
  }

  /**
   * The same for several parts.
   *
   * @throws JobNotFoundError, NotMultipartError, PartNumberError, JobStateConflictError
   */
  async signAll(
    jobId: string,
    partNumbers: readonly number[],
    principal: Principal,
  ): Promise<SignedNumberedPartDto[]> {
    const { upload, plan } = await this.prolong(jobId, partNumbers, '/part_numbers', principal);
    return Promise.all(
      partNumbers.map(async (number) =>
        Object.assign({ part_number: number }, await this.signPart(upload, plan, number)),
      ),
    );
  }

  /**
   * The parts that are there.
   *
   * @throws JobNotFoundError, NotMultipartError, JobStateConflictError, MultipartGoneError when the parts were made a file
   */
  async list(jobId: string, principal: Principal, signal?: AbortSignal): Promise<UploadedPartDto[]> {
    const upload = await this.findWaiting(jobId, principal);
    const { objectKey, multipart } = upload;
    const parts = await this.storage.multipart.listParts(objectKey, multipart.uploadId, signal);
    if (parts === null) throw new MultipartGoneError();
    return parts.map(({ partNumber, bytes, etag }) => ({ PartNumber: partNumber, Size: bytes, ETag: etag }));
  }

  /**
   * Makes the file of its parts. Repeated, it says the same.
   *
   * @param sent - the parts as the client knows them
   * @throws JobNotFoundError, NotMultipartError, PartsMissingError, PartsDifferError, JobStateConflictError
   */
  async complete(
    jobId: string,
    sent: readonly SentPartDto[] | undefined,
    principal: Principal,
    signal?: AbortSignal,
  ): Promise<CompletedPartsDto> {
    const upload = await this.find(jobId, principal);
    if (upload.status === 'FAILED') throw new JobStateConflictError(upload.status);
    const isThere =
      upload.status !== 'CREATED' || (await this.storage.stat(upload.objectKey, signal)) !== null;
    if (!isThere) await this.assemble(upload, sent, signal);
    return { location: `/jobs/${jobId}` };
  }

  /**
   * Makes the object of an upload whose parts are all there; does nothing where there are no parts any more.
   *
   * @throws PartsMissingError, PartsDifferError
   */
  async assemble(
    { objectKey, fileSize, multipart }: UploadInParts,
    sent?: readonly SentPartDto[],
    signal?: AbortSignal,
  ): Promise<void> {
    const parts = await this.storage.multipart.listParts(objectKey, multipart.uploadId, signal);
    if (parts === null) return;
    const missing = missingParts(parts, fileSize, planOf(fileSize, multipart.partBytes));
    if (missing.length > 0) throw new PartsMissingError(missing);
    if (sent !== undefined && !areThese(parts, sent)) throw new PartsDifferError();
    await this.storage.multipart.complete(objectKey, multipart.uploadId, parts, signal);
  }

  /**
   * Ends the upload: its parts are removed and its job is cancelled. Repeated, it does nothing.
   *
   * @throws JobNotFoundError, NotMultipartError, JobStateConflictError when the file was completed
   */
  async abort(jobId: string, principal: Principal): Promise<void> {
    const { status } = await this.find(jobId, principal);
    if (status === 'FAILED') return;
    if (status !== 'CREATED') throw new JobStateConflictError(status);
    await this.steering.failUpload(jobId, new JobCancelledError());
  }

  /** Ends an upload in parts that is not needed, where there is one; never fails, for what stays is the scan's. */
  async discard(
    jobId: string,
    objectKey: string,
    { multipartUploadId: uploadId }: Pick<StartedMultipart, 'multipartUploadId'>,
  ): Promise<void> {
    if (uploadId === null) return;
    try {
      await this.storage.multipart.abort(objectKey, uploadId, atOnce());
    } catch (error) {
      this.logger.warn({ err: error, job_id: jobId }, 'parts are left for the scan to remove');
    }
  }

  /** Gives an upload more time in which these parts are to be sent. */
  private async prolong(
    jobId: string,
    partNumbers: readonly number[],
    pointer: string,
    principal: Principal,
  ): Promise<{ upload: UploadInParts; plan: PartPlan }> {
    const upload = await this.findWaiting(jobId, principal);
    const plan = planFor(upload);
    if (partNumbers.some((number) => number < 1 || number > plan.count)) {
      throw new PartNumberError(plan.count, pointer);
    }
    await this.jobs.extendUpload(jobId, new Date(Date.now() + this.config.ingest.multipartSeconds * 1000));
    return { upload, plan };
  }

  private async signPart(
    { objectKey: key, fileSize, multipart: { uploadId } }: UploadInParts,
    plan: PartPlan,
    partNumber: number,
  ): Promise<SignedPartDto> {
    const { uploadUrlSeconds } = this.config.ingest;
    const bytes = bytesOfPart(fileSize, plan, partNumber);
    const grant = { key, uploadId, partNumber, bytes };
    const url = await this.storage.multipart.issuePart(grant, uploadUrlSeconds);
    return { url, headers: {}, size: bytes, expires_in: uploadUrlSeconds };
  }

  private async findWaiting(jobId: string, principal: Principal): Promise<UploadInParts> {
    const upload = await this.find(jobId, principal);
    if (upload.status !== 'CREATED') throw new JobStateConflictError(upload.status);
    return upload;
  }

  private async find(jobId: string, principal: Principal): Promise<UploadInParts> {
    const upload = await this.jobs.findUpload(jobId, principal);
    if (!isInParts(upload)) throw new NotMultipartError();
    return upload;
  }
}

export function isInParts(upload: PendingUpload): upload is UploadInParts {
  return upload.multipart !== null;
}

/** What a client is told of it; null where the file comes whole. */
export function toMultipartTicket(
  objectKey: string,
  fileBytes: number,
  { multipartUploadId: uploadId, partBytes }: StartedMultipart,
): MultipartTicketDto | null {
  if (uploadId === null || partBytes === null) return null;
  const { count } = planOf(fileBytes, partBytes);
  return { upload_id: uploadId, key: objectKey, part_size: partBytes, part_count: count };
}

const planFor = ({ fileSize, multipart }: UploadInParts): PartPlan => planOf(fileSize, multipart.partBytes);
