import { S3Client } from '@aws-sdk/client-s3';
import type { S3Config } from '../../config/app-config.js';

/** The SDK writes to the console by itself; what matters comes as an error anyway. */
const SILENT = { debug: ignore, info: ignore, warn: ignore, error: ignore };

const IDLE_MS = 60_000;

/**
 * Checksums are sent only where the API requires them: the SDK's default would sign the CRC of an empty body into every
 * upload URL.
 *
 * @param endpoint - the internal one to ask, the public one to sign for
 * @param idleMs - a connection on which nothing moves for so long is given up, and so is a request without an answer
 */
export function createS3Client(config: S3Config, endpoint: string, idleMs = IDLE_MS): S3Client {
  return new S3Client({
    endpoint,
    region: config.region,
    forcePathStyle: config.forcePathStyle,
    credentials: { accessKeyId: config.accessKey, secretAccessKey: config.secretKey },
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: 3_000,
      requestTimeout: idleMs,
      socketTimeout: idleMs,
      throwOnRequestTimeout: true,
    },
    maxAttempts: 3,
    logger: SILENT,
  });
}

function ignore(): void {
  // nothing
}
