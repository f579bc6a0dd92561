import type { Storage } from '../../common/storage/storage.js';
import { innermost } from './finding.js';

/** Which setting to look at, by the code with which S3, or the API for `LOCAL` storage, refuses. */
const ADVICE: Readonly<Record<string, string>> = {
  InvalidAccessKeyId: 'S3_ACCESS_KEY is not known there',
  SignatureDoesNotMatch:
    'S3_SECRET_KEY does not belong to S3_ACCESS_KEY, or a proxy changes the host that was signed',
  AccessDenied: 'S3_ACCESS_KEY may not use S3_BUCKET: it is somebody else’s, or a policy forbids it',
  NoSuchBucket: 'S3_BUCKET is not there; a start of API or worker makes it, where S3_ACCESS_KEY may',
  RequestTimeTooSkewed: 'the clock of this machine or of the storage is wrong',
  INVALID_URL_SIGNATURE: 'JWT_SECRET_KEY here is not the one of the API that answers there',
};

/**
 * Why the storage cannot be used. The question whether there is a bucket is answered without a body, so without a code; a
 * listing, which needs the same rights, is answered with one.
 */
export async function adviceOnPing(
  storage: Storage,
  failed: unknown,
  timeoutMs: number,
): Promise<string | undefined> {
  if (storage.type !== 'S3' || !isAnswered(failed)) return undefined;
  try {
    await storage.list('raw-logs/', null, 1, AbortSignal.timeout(timeoutMs));
    return undefined;
  } catch (error) {
    const { name } = innermost(error) as { name?: unknown };
    return ADVICE[String(name)];
  }
}

/** The same for a PUT by a signed URL, whose answer names a code in XML, or as a problem. */
export async function adviceOnPut(refusal: Response): Promise<string | undefined> {
  const [, inXml, inJson] = /<Code>(\w+)<\/Code>|"code":"(\w+)"/.exec(await refusal.text()) ?? [];
  return ADVICE[inXml ?? inJson ?? ''];
}

/** Whether somebody answered at all; an address where nobody does says enough. */
function isAnswered(error: unknown): boolean {
  return '$metadata' in (innermost(error) as object);
}
