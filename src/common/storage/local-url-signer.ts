import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';

/** Path under which the API serves objects of `LOCAL` storage. */
export const LOCAL_OBJECTS_PATH = 'storage/objects';

/** What a signed URL of `LOCAL` storage allows. */
export interface LocalGrant {
  readonly method: 'GET' | 'PUT';
  readonly key: string;
  /** Epoch seconds. */
  readonly expires: number;
  /** Exact size of the body, for PUT. */
  readonly bytes?: number;
  /** Name that a browser saves the object under, for GET. */
  readonly filename?: string;
  /** For PUT of one part of an upload. */
  readonly part?: { readonly uploadId: string; readonly number: number };
}

/** Signs URLs of `LOCAL` storage: method, key, expiry, size and name are all part of the signature (HMAC-SHA-256). */
export class LocalUrlSigner {
  private readonly accepted: readonly KeyObject[];

  /** @param previousKey - accepted too, while keys are rotated */
  constructor(
    private readonly key: KeyObject,
    private readonly publicUrl: string,
    previousKey?: KeyObject,
  ) {
    this.accepted = previousKey === undefined ? [key] : [key, previousKey];
  }

  sign(grant: LocalGrant): string {
    const query = new URLSearchParams({ expires: String(grant.expires) });
    if (grant.bytes !== undefined) query.set('bytes', String(grant.bytes));
    if (grant.filename !== undefined) query.set('filename', grant.filename);
    if (grant.part !== undefined) {
      query.set('upload', grant.part.uploadId);
      query.set('part', String(grant.part.number));
    }
    query.set('signature', signatureOf(grant, this.key).toString('base64url'));
    return `${this.publicUrl}/${LOCAL_OBJECTS_PATH}/${grant.key}?${query.toString()}`;
  }

  /** Whether the signature belongs to the grant and the grant has not expired. */
  verify(grant: LocalGrant, signature: string, nowMs = Date.now()): boolean {
    const given = Buffer.from(signature, 'base64url');
    const belongs = this.accepted.some((key) => {
      const expected = signatureOf(grant, key);
      return given.length === expected.length && timingSafeEqual(given, expected);
    });
    return belongs && grant.expires * 1000 > nowMs;
  }
}

function signatureOf(grant: LocalGrant, key: KeyObject): Buffer {
  const signed = JSON.stringify([
    grant.method,
    grant.key,
    grant.expires,
    grant.bytes ?? null,
    grant.filename ?? null,
    // Only where there is one: URLs that were signed before there were parts stay valid.
    ...(grant.part === undefined ? [] : [grant.part.uploadId, grant.part.number]),
  ]);
  return createHmac('sha256', key).update(signed).digest();
}
