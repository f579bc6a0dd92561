import { S3ServiceException } from '@aws-sdk/client-s3';
import { UnavailableError } from '../../errors/domain.error.js';

/** The HTTP status that storage answered with; undefined where it did not answer. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
}

/** What storage did, or did not, as the service tells it. */
export function unavailable(cause: unknown): UnavailableError {
  return new UnavailableError('storage', { cause });
}
