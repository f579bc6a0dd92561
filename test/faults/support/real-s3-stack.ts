import { randomUUID } from 'node:crypto';
import { startStack, type Stack, type Variables } from '../../support/stack.js';
import { IMPATIENT } from './patience.js';

const {
  TEST_S3_ENDPOINT: endpoint,
  TEST_S3_ACCESS_KEY: accessKey = '',
  TEST_S3_SECRET_KEY: secretKey = '',
} = process.env;

/** Whether a real S3 is given for tests. */
export const WITH_REAL_S3 = endpoint !== undefined;

/** Where it is; only to be asked for where there is one. */
export const realS3Endpoint = (): string => endpoint ?? '';

/** A stack on a bucket of its own. */
export function startRealS3Stack(env: Variables = {}): Promise<Stack> {
  return startStack({
    env: {
      ...IMPATIENT,
      STORAGE_TYPE: 'S3',
      S3_ENDPOINT: realS3Endpoint(),
      S3_ACCESS_KEY: accessKey,
      S3_SECRET_KEY: secretKey,
      S3_BUCKET: `faults-${randomUUID()}`,
      ...env,
    },
  });
}
