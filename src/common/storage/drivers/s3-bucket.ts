import {
  CreateBucketCommand,
  HeadBucketCommand,
  PutBucketCorsCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { Logger } from 'pino';
import { abortOptions } from './abort-options.js';
import { statusOf, unavailable } from './s3-errors.js';

/** The one bucket of the service: makes it where it may, and opens it to browsers. */
export class S3Bucket {
  constructor(
    private readonly client: S3Client,
    private readonly name: string,
    private readonly corsOrigins: readonly string[],
    private readonly logger: Logger,
  ) {}

  /** @throws UnavailableError where it is not there and cannot be made */
  async prepare(): Promise<void> {
    if (!(await this.exists())) {
      try {
        await this.client.send(new CreateBucketCommand({ Bucket: this.name }));
        this.logger.info({ bucket: this.name }, 'bucket created');
      } catch (error) {
        // Another process may have been faster; stores name that in different ways.
        if (!(await this.exists())) throw unavailable(error);
      }
    }
    await this.allowBrowserUploads();
  }

  /** @throws UnavailableError where it cannot be asked, or is not there */
  async ping(signal?: AbortSignal): Promise<void> {
    await this.head(signal).catch((error: unknown) => {
      throw unavailable(error);
    });
  }

  /** @throws UnavailableError where it cannot be asked */
  async exists(signal?: AbortSignal): Promise<boolean> {
    try {
      await this.head(signal);
      return true;
    } catch (error) {
      if (statusOf(error) === 404) return false;
      throw unavailable(error);
    }
  }

  private async head(signal: AbortSignal | undefined): Promise<void> {
    await this.client.send(new HeadBucketCommand({ Bucket: this.name }), abortOptions(signal));
  }

  /** Not every S3 knows CORS, and not every key may set it; uploads from anything but a browser work without. */
  private async allowBrowserUploads(): Promise<void> {
    try {
      await this.client.send(
        new PutBucketCorsCommand({
          Bucket: this.name,
          CORSConfiguration: {
            CORSRules: [
              {
                AllowedOrigins: [...this.corsOrigins],
                AllowedMethods: ['GET', 'PUT', 'HEAD'],
                AllowedHeaders: ['*'],
                ExposeHeaders: ['ETag'],
                MaxAgeSeconds: 3_600,
              },
            ],
          },
        }),
      );
    } catch (error) {
      this.logger.warn(
        { err: error },
        'the CORS rules of the bucket could not be set; set them by hand for browsers',
      );
    }
  }
}
