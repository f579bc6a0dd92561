import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { UnavailableError } from '../../errors/domain.error.js';
import { MultipartUploads, type OpenMultipartPage, type PartGrant, type UploadedPart } from '../multipart.js';
import { abortOptions } from './abort-options.js';
import { unavailable } from './s3-errors.js';
import type { S3UploadSigner } from './s3-upload-signer.js';

const PARTS_OF_A_PAGE = 1_000;
/** Of an upload that has ended; Ceph has the second name for it where parts are listed. A missing bucket has another one. */
const GONE = new Set(['NoSuchUpload', 'NoSuchKey']);
/** Between the two halves of a position, a key and the id of an upload; a key that is not ours may hold it too. */
const SEPARATOR = ' ';

/**
 * Uploads in parts as S3 has them.
 *
 * Permissions beside those of whole uploads: `s3:AbortMultipartUpload`, `s3:ListMultipartUploadParts`,
 * `s3:ListBucketMultipartUploads`. A rule of the bucket that aborts incomplete uploads does no harm if it waits longer than
 * `MULTIPART_EXPIRE_SECONDS`.
 */
export class S3Multipart extends MultipartUploads {
  constructor(
    private readonly client: S3Client,
    private readonly uploads: S3UploadSigner,
    private readonly bucket: string,
  ) {
    super();
  }

  async start(key: string, signal?: AbortSignal): Promise<string> {
    const command = new CreateMultipartUploadCommand({ Bucket: this.bucket, Key: key });
    const { UploadId } = await this.client.send(command, abortOptions(signal)).catch(failAsUnavailable);
    if (UploadId === undefined) throw new UnavailableError('storage');
    return UploadId;
  }

  issuePart({ key, uploadId, partNumber, bytes }: PartGrant, expiresInSeconds: number): Promise<string> {
    return this.uploads.signPart(key, uploadId, partNumber, bytes, expiresInSeconds);
  }

  async listParts(key: string, uploadId: string, signal?: AbortSignal): Promise<UploadedPart[] | null> {
    const parts: UploadedPart[] = [];
    let marker: string | undefined;
    try {
      do {
        const command = new ListPartsCommand({
          ...this.upload(key, uploadId),
          MaxParts: PARTS_OF_A_PAGE,
          ...(marker === undefined ? {} : { PartNumberMarker: marker }),
        });
        const page = await this.client.send(command, abortOptions(signal));
        for (const { PartNumber = 0, Size = 0, ETag = '' } of page.Parts ?? []) {
          parts.push({ partNumber: PartNumber, bytes: Size, etag: ETag });
        }
        marker = page.IsTruncated === true ? page.NextPartNumberMarker : undefined;
      } while (marker !== undefined);
    } catch (error) {
      if (isGone(error)) return null;
      throw unavailable(error);
    }
    return parts;
  }

  async complete(
    key: string,
    uploadId: string,
    parts: readonly UploadedPart[],
    signal?: AbortSignal,
  ): Promise<void> {
    const command = new CompleteMultipartUploadCommand({
      ...this.upload(key, uploadId),
      MultipartUpload: {
        Parts: parts.map(({ partNumber, etag }) => ({ PartNumber: partNumber, ETag: etag })),
      },
    });
    await this.client.send(command, abortOptions(signal)).catch(failUnlessGone);
  }

  async abort(key: string, uploadId: string, signal?: AbortSignal): Promise<void> {
    const command = new AbortMultipartUploadCommand(this.upload(key, uploadId));
    await this.client.send(command, abortOptions(signal)).catch(failUnlessGone);
  }

  async listOpen(after: string | null, limit: number, signal?: AbortSignal): Promise<OpenMultipartPage> {
    const command = new ListMultipartUploadsCommand({
      Bucket: this.bucket,
      MaxUploads: limit,
      ...(after === null ? {} : markersOf(after)),
    });
    const page = await this.client.send(command, abortOptions(signal)).catch(failAsUnavailable);
    const items = (page.Uploads ?? []).map(({ Key = '', UploadId = '', Initiated = new Date() }) => ({
      key: Key,
      uploadId: UploadId,
      startedAt: Initiated,
      position: `${Key}${SEPARATOR}${UploadId}`,
    }));
    return { items, next: page.IsTruncated === true ? (items.at(-1)?.position ?? null) : null };
  }

  private upload(key: string, uploadId: string): { Bucket: string; Key: string; UploadId: string } {
    return { Bucket: this.bucket, Key: key, UploadId: uploadId };
  }
}

function markersOf(position: string): { KeyMarker: string; UploadIdMarker: string } {
  const end = position.lastIndexOf(SEPARATOR);
  return { KeyMarker: position.slice(0, end), UploadIdMarker: position.slice(end + SEPARATOR.length) };
}

function isGone(error: unknown): boolean {
  return error instanceof S3ServiceException && GONE.has(error.name);
}

function failUnlessGone(error: unknown): void {
  if (!isGone(error)) failAsUnavailable(error);
}

function failAsUnavailable(cause: unknown): never {
  throw unavailable(cause);
}
