import type { Readable } from 'node:stream';
import type { StorageType } from '../config/app-config.js';
import type { MultipartUploads } from './multipart.js';

/** What storage knows about an object. */
export interface ObjectStat {
  /** Size in bytes. */
  readonly bytes: number;
  /** Changes whenever the content is replaced; opaque, only compared. */
  readonly etag: string;
}

/** An object in a listing. */
export interface ListedObject {
  readonly key: string;
  /** Size in bytes. */
  readonly bytes: number;
  readonly modifiedAt: Date;
}

/** Where an object lies, in the words of its driver; kept with the upload for people who look into storage. */
export interface ObjectLocation {
  /** The bucket; null with a driver that has none. */
  readonly bucket: string | null;
  readonly objectKey: string;
  /** Absolute path; null with a driver that keeps no files. */
  readonly localPath: string | null;
}

export interface ReadOptions {
  /** Fail with ObjectChangedError unless the object still is the one with this etag. */
  readonly ifMatch?: string;
  readonly signal?: AbortSignal;
}

/**
 * Keeps raw files and results. Every driver passes the same suite (`test/contracts/storage.spec.ts`).
 *
 * A key is a path of safe characters relative to the bucket or folder; `ValidatedStorage` refuses any other before a
 * driver sees it. Every method fails with UnavailableError when storage cannot be asked.
 */
export abstract class Storage {
  abstract readonly type: StorageType;

  /** Uploads in parts, for big files. */
  abstract readonly multipart: MultipartUploads;

  /** Makes the bucket or folder where it is missing and this is allowed. Repeatable. */
  abstract prepare(): Promise<void>;

  /** Removes what uploads that were cut off long ago have left beside the objects. */
  abstract removeLeftovers(): Promise<void>;

  /** Resolves when storage answers and the bucket or folder is there. */
  abstract ping(signal?: AbortSignal): Promise<void>;

  /**
   * Signs an upload: one PUT of exactly `bytes` bytes, with any or no content type, to the URL returned.
   *
   * @param expiresInSeconds - life of the URL; it can be used more than once until then
   */
  abstract issueUpload(key: string, bytes: number, expiresInSeconds: number): Promise<string>;

  /**
   * Signs a download.
   *
   * @param filename - the name that a browser saves it under
   */
  abstract issueDownload(key: string, filename: string, expiresInSeconds: number): Promise<string>;

  /** The object's size and etag, or null when there is none. */
  abstract stat(key: string, signal?: AbortSignal): Promise<ObjectStat | null>;

  /**
   * Opens the object's bytes. The stream may fail later; its consumer sees that as the stream's error.
   *
   * @throws ObjectNotFoundError when there is none
   * @throws ObjectChangedError when `ifMatch` was given and another object is there now
   */
  abstract read(key: string, options?: ReadOptions): Promise<Readable>;

  /** Writes a local file, whole or not at all; replaces what was there. */
  abstract writeFile(
    key: string,
    path: string,
    contentType: string,
    signal?: AbortSignal,
  ): Promise<ObjectStat>;

  /** Removes the object; absent is fine. */
  abstract delete(key: string, signal?: AbortSignal): Promise<void>;

  /**
   * The objects whose keys begin with a prefix, in the order of their keys' bytes.
   *
   * @param prefix - ends with `/`
   * @param after - only keys behind this one; null from the beginning
   * @param limit - at most so many, up to 1,000; fewer mean that there are no more
   */
  abstract list(
    prefix: string,
    after: string | null,
    limit: number,
    signal?: AbortSignal,
  ): Promise<ListedObject[]>;

  abstract locate(key: string): ObjectLocation;

  /** Ends idle connections; storage is not usable afterwards. */
  abstract close(): void;
}
