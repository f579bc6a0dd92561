import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl, S3RequestPresigner } from '@aws-sdk/s3-request-presigner';

const SAMPLE_KEY = 'raw-logs/sample';

/** Where the SDK sends requests about the bucket: path style or host style, with or without a port. */
interface BucketAddress {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  /** What stands before the key, with its slash. */
  readonly pathPrefix: string;
}

/**
 * Presigns PUTs as the SDK's `getSignedUrl` does, byte for byte, for a small part of its time: that one sends each command
 * through all the steps of a real request. The SDK is asked once for the address; only the signature is made anew.
 */
export class S3UploadSigner {
  private address: Promise<BucketAddress> | undefined;
  private readonly presigner: S3RequestPresigner;

  constructor(
    private readonly client: S3Client,
    private readonly bucket: string,
  ) {
    this.presigner = new S3RequestPresigner({ ...client.config });
  }

  /**
   * @param key - of safe characters only, which stand in a URL as they are
   * @param bytes - the length that the PUT has to have
   * @param now - when the URL's life begins
   */
  sign(key: string, bytes: number, expiresInSeconds: number, now = new Date()): Promise<string> {
    return this.presign(key, bytes, { 'x-id': 'PutObject' }, expiresInSeconds, now);
  }

  /** The same for one part of an upload. */
  signPart(
    key: string,
    uploadId: string,
    partNumber: number,
    bytes: number,
    expiresInSeconds: number,
  ): Promise<string> {
    const query = { partNumber: String(partNumber), uploadId, 'x-id': 'UploadPart' };
    return this.presign(key, bytes, query, expiresInSeconds, new Date());
  }

  private async presign(
    key: string,
    bytes: number,
    query: Readonly<Record<string, string>>,
    expiresInSeconds: number,
    now: Date,
  ): Promise<string> {
    const { pathPrefix, ...address } = await this.addressOnce();
    const request = {
      ...address,
      method: 'PUT',
      path: `${pathPrefix}${key}`,
      query: { ...query },
      headers: { 'content-length': String(bytes) },
    };
    const signed = await this.presigner.presign(request, {
      expiresIn: expiresInSeconds,
      signingDate: now,
    });
    const host = address.port === undefined ? address.hostname : `${address.hostname}:${address.port}`;
    return `${address.protocol}//${host}${signed.path}?${queryOf(signed.query ?? {})}`;
  }

  private addressOnce(): Promise<BucketAddress> {
    this.address ??= this.askForAddress().catch((error: unknown) => {
      this.address = undefined;
      throw error;
    });
    return this.address;
  }

  private async askForAddress(): Promise<BucketAddress> {
    const command = new PutObjectCommand({ Bucket: this.bucket, Key: SAMPLE_KEY });
    const { protocol, hostname, port, pathname } = new URL(await getSignedUrl(this.client, command));
    const pathPrefix = pathname.slice(0, -SAMPLE_KEY.length);
    return { protocol, hostname, pathPrefix, ...(port === '' ? {} : { port: Number(port) }) };
  }
}

/** In the SDK's order, so that both give one URL. */
function queryOf(query: Readonly<Record<string, string | string[] | null>>): string {
  return Object.keys(query)
    .sort()
    .map((name) => `${encodeURIComponent(name)}=${encodeURIComponent(String(query[name]))}`)
    .join('&');
}
