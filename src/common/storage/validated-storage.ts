import type { Readable } from 'node:stream';
import type { StorageType } from '../config/app-config.js';
import {
  type ListedObject,
  type ObjectLocation,
  type ObjectStat,
  type ReadOptions,
  Storage,
} from './storage.js';
import { MultipartUploads, type OpenMultipartPage, type PartGrant, type UploadedPart } from './multipart.js';
import { InvalidKeyError } from './storage-errors.js';

const MAX_KEY_LENGTH = 512;
const SEGMENT = /^[A-Za-z0-9][A-Za-z0-9._=-]*$/;

/** Whether a key is made of safe segments: no empty one, no dot first, nothing that a shell or a URL would change. */
export function isValidKey(key: string): boolean {
  return key.length <= MAX_KEY_LENGTH && key.split('/').every((segment) => SEGMENT.test(segment));
}

/** The rules of keys, once, in front of every driver. */
export class ValidatedStorage extends Storage {
  readonly multipart: MultipartUploads;

  constructor(private readonly driver: Storage) {
    super();
    this.multipart = new ValidatedMultipart(driver.multipart);
  }

  get type(): StorageType {
    return this.driver.type;
  }

  prepare(): Promise<void> {
    return this.driver.prepare();
  }

  removeLeftovers(): Promise<void> {
    return this.driver.removeLeftovers();
  }

  ping(signal?: AbortSignal): Promise<void> {
    return this.driver.ping(signal);
  }

  async issueUpload(key: string, bytes: number, expiresInSeconds: number): Promise<string> {
    return this.driver.issueUpload(this.checked(key), bytes, expiresInSeconds);
  }

  async issueDownload(key: string, filename: string, expiresInSeconds: number): Promise<string> {
    return this.driver.issueDownload(this.checked(key), filename, expiresInSeconds);
  }

  async stat(key: string, signal?: AbortSignal): Promise<ObjectStat | null> {
    return this.driver.stat(this.checked(key), signal);
  }

  async read(key: string, options?: ReadOptions): Promise<Readable> {
    return this.driver.read(this.checked(key), options);
  }

  async writeFile(key: string, path: string, contentType: string, signal?: AbortSignal): Promise<ObjectStat> {
    return this.driver.writeFile(this.checked(key), path, contentType, signal);
  }

  async delete(key: string, signal?: AbortSignal): Promise<void> {
    return this.driver.delete(this.checked(key), signal);
  }

  async list(
    prefix: string,
    after: string | null,
    limit: number,
    signal?: AbortSignal,
  ): Promise<ListedObject[]> {
    if (!prefix.endsWith('/')) throw new InvalidKeyError();
    this.checked(prefix.slice(0, -1));
    return this.driver.list(prefix, after, limit, signal);
  }

  locate(key: string): ObjectLocation {
    return this.driver.locate(this.checked(key));
  }

  close(): void {
    this.driver.close();
  }

  private checked(key: string): string {
    return checkedKey(key);
  }
}

function checkedKey(key: string): string {
  if (!isValidKey(key)) throw new InvalidKeyError();
  return key;
}

/** The same rules for uploads in parts. */
class ValidatedMultipart extends MultipartUploads {
  constructor(private readonly driver: MultipartUploads) {
    super();
  }

  async start(key: string, signal?: AbortSignal): Promise<string> {
    return this.driver.start(checkedKey(key), signal);
  }

  async issuePart(grant: PartGrant, expiresInSeconds: number): Promise<string> {
    checkedKey(grant.key);
    return this.driver.issuePart(grant, expiresInSeconds);
  }

  async listParts(key: string, uploadId: string, signal?: AbortSignal): Promise<UploadedPart[] | null> {
    return this.driver.listParts(checkedKey(key), uploadId, signal);
  }

  async complete(
    key: string,
    uploadId: string,
    parts: readonly UploadedPart[],
    signal?: AbortSignal,
  ): Promise<void> {
    return this.driver.complete(checkedKey(key), uploadId, parts, signal);
  }

  async abort(key: string, uploadId: string, signal?: AbortSignal): Promise<void> {
    return this.driver.abort(checkedKey(key), uploadId, signal);
  }

  listOpen(after: string | null, limit: number, signal?: AbortSignal): Promise<OpenMultipartPage> {
    return this.driver.listOpen(after, limit, signal);
  }
}
