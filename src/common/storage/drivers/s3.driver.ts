import { createReadStream } from 'node:fs';
import { stat as statFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { Logger } from 'pino';
import type { S3Config } from '../../config/app-config.js';
import { attachment } from '../attachment.js';
import {
  type ListedObject,
  type ObjectLocation,
  type ObjectStat,
  type ReadOptions,
  Storage,
} from '../storage.js';
import { ObjectChangedError, ObjectNotFoundError } from '../storage-errors.js';
import { abortOptions } from './abort-options.js';
import { S3Bucket } from './s3-bucket.js';
import { createS3Client } from './s3-client.js';
import { statusOf, unavailable } from './s3-errors.js';
import { S3Multipart } from './s3-multipart.js';
import { S3UploadSigner } from './s3-upload-signer.js';

/** The answer to a PUT comes after the whole body, however long that takes; a connection that stands still ends it. */
const WITHOUT_TIME_LIMIT = { requestTimeout: 0 };

/**
 * S3 and what speaks its API.
 *
 * Permissions: `s3:GetObject`, `s3:PutObject`, `s3:DeleteObject`, `s3:ListBucket` on the bucket; `s3:CreateBucket` and
 * `s3:PutBucketCORS` only where the service shall make the bucket itself. Objects are stored as they are sent, one PUT
 * each, big ones in parts (`s3-multipart.ts`). URLs are signed for the public endpoint,
 * everything else goes to the internal one.
 */
export class S3Driver extends Storage {
  readonly type = 'S3';
  readonly multipart: S3Multipart;
  private readonly client: S3Client;
  private readonly signer: S3Client;
  private readonly uploads: S3UploadSigner;
  private readonly bucket: S3Bucket;

  /** @param idleMs - as `createS3Client` has it */
  constructor(
    private readonly config: S3Config,
    corsOrigins: readonly string[],
    logger: Logger,
    idleMs?: number,
  ) {
    super();
    this.client = createS3Client(config, config.endpoint, idleMs);
    this.signer = createS3Client(config, config.publicEndpoint);
    this.bucket = new S3Bucket(this.client, config.bucket, corsOrigins, logger);
    this.uploads = new S3UploadSigner(this.signer, config.bucket);
    this.multipart = new S3Multipart(this.client, this.uploads, config.bucket);
  }

  prepare(): Promise<void> {
    return this.bucket.prepare();
  }

  /** A PUT that was cut leaves nothing in S3; parts are listed, and found by the scan. */
  removeLeftovers(): Promise<void> {
    return Promise.resolve();
  }

  ping(signal?: AbortSignal): Promise<void> {
    return this.bucket.ping(signal);
  }

  issueUpload(key: string, bytes: number, expiresInSeconds: number): Promise<string> {
    return this.uploads.sign(key, bytes, expiresInSeconds);
  }

  issueDownload(key: string, filename: string, expiresInSeconds: number): Promise<string> {
    const command = new GetObjectCommand({
      ...this.object(key),
      ResponseContentDisposition: attachment(filename),
      ResponseContentType: 'application/octet-stream',
    });
    return getSignedUrl(this.signer, command, { expiresIn: expiresInSeconds });
  }

  async stat(key: string, signal?: AbortSignal): Promise<ObjectStat | null> {
    try {
      const head = await this.client.send(new HeadObjectCommand(this.object(key)), abortOptions(signal));
      return { bytes: head.ContentLength ?? 0, etag: head.ETag ?? '' };
    } catch (error) {
      if (await this.isAbsent(error, signal)) return null;
      throw unavailable(error);
    }
  }

  async read(key: string, options: ReadOptions = {}): Promise<Readable> {
    const condition = options.ifMatch === undefined ? {} : { IfMatch: options.ifMatch };
    try {
      const command = new GetObjectCommand({ ...this.object(key), ...condition });
      const { Body } = await this.client.send(command, abortOptions(options.signal));
      // On Node the SDK's body is always a Readable; its type covers browsers too.
      return Body as Readable;
    } catch (error) {
      if (await this.isAbsent(error, options.signal)) throw new ObjectNotFoundError({ cause: error });
      if (statusOf(error) === 412) throw new ObjectChangedError({ cause: error });
      throw unavailable(error);
    }
  }

  async writeFile(key: string, path: string, contentType: string, signal?: AbortSignal): Promise<ObjectStat> {
    const { size } = await statFile(path);
    const body = createReadStream(path);
    // The SDK pipes it, and neither hears nor tells of a file that cannot be read.
    const unreadable = new AbortController();
    body.once('error', (error) => {
      unreadable.abort(error);
    });
    const signals = [unreadable.signal, ...(signal === undefined ? [] : [signal])];
    try {
      const command = new PutObjectCommand({
        ...this.object(key),
        Body: body,
        ContentLength: size,
        ContentType: contentType,
      });
      const options = { ...abortOptions(AbortSignal.any(signals)), ...WITHOUT_TIME_LIMIT };
      const { ETag } = await this.client.send(command, options);
      return { bytes: size, etag: ETag ?? '' };
    } catch (error) {
      throw unavailable(unreadable.signal.aborted ? unreadable.signal.reason : error);
    } finally {
      body.destroy();
    }
  }

  async delete(key: string, signal?: AbortSignal): Promise<void> {
    try {
      await this.client.send(new DeleteObjectCommand(this.object(key)), abortOptions(signal));
    } catch (error) {
      if (statusOf(error) !== 404) throw unavailable(error);
    }
  }

  async list(
    prefix: string,
    after: string | null,
    limit: number,
    signal?: AbortSignal,
  ): Promise<ListedObject[]> {
    const command = new ListObjectsV2Command({
      Bucket: this.config.bucket,
      Prefix: prefix,
      MaxKeys: limit,
      ...(after === null ? {} : { StartAfter: after }),
    });
    try {
      const { Contents = [] } = await this.client.send(command, abortOptions(signal));
      return Contents.map(({ Key = '', Size = 0, LastModified = new Date() }) => ({
        key: Key,
        bytes: Size,
        modifiedAt: LastModified,
      }));
    } catch (error) {
      throw unavailable(error);
    }
  }

  locate(key: string): ObjectLocation {
    return { bucket: this.config.bucket, objectKey: key, localPath: null };
  }

  close(): void {
    this.client.destroy();
    this.signer.destroy();
  }

  /** A missing bucket answers 404 too, and then nothing can be said about the object. */
  private async isAbsent(error: unknown, signal: AbortSignal | undefined): Promise<boolean> {
    return statusOf(error) === 404 && (await this.bucket.exists(signal));
  }

  private object(key: string): { Bucket: string; Key: string } {
    return { Bucket: this.config.bucket, Key: key };
  }
}
