/** One part of an upload in parts, as storage has it. */
export interface UploadedPart {
  /** From 1. */
  readonly partNumber: number;
  /** Size in bytes. */
  readonly bytes: number;
  /** As the `ETag` header of its PUT said, with its quotes. */
  readonly etag: string;
}

/** What a part's URL allows. */
export interface PartGrant {
  readonly key: string;
  readonly uploadId: string;
  /** From 1. */
  readonly partNumber: number;
  /** Exact size of the part. */
  readonly bytes: number;
}

/** An upload in parts that was neither completed nor aborted. */
export interface OpenMultipart {
  readonly key: string;
  readonly uploadId: string;
  readonly startedAt: Date;
  /** Where a listing goes on behind it; means something to its driver only. */
  readonly position: string;
}

/** Some of the open uploads, and where the next ones begin; null where there are no more. */
export interface OpenMultipartPage {
  readonly items: readonly OpenMultipart[];
  readonly next: string | null;
}

/**
 * Uploads in parts, which may arrive in any order, several at a time, and each again; what is there is there after a cut.
 * Until such an upload is completed there is no object. Limits are those of S3: parts of 5 MiB to 5 GiB, the last one of any
 * size, 10,000 of them. Every method fails with UnavailableError when storage cannot be asked.
 */
export abstract class MultipartUploads {
  /** @returns the id of a new upload */
  abstract start(key: string, signal?: AbortSignal): Promise<string>;

  /** Signs one PUT of exactly `bytes` bytes; it can be used more than once until it expires. */
  abstract issuePart(grant: PartGrant, expiresInSeconds: number): Promise<string>;

  /** The parts that are there, by their numbers; null when the upload was completed or aborted. */
  abstract listParts(key: string, uploadId: string, signal?: AbortSignal): Promise<UploadedPart[] | null>;

  /**
   * Makes the object of its parts, whole or not at all. Nothing happens where the upload was completed or aborted before:
   * whether there is an object then, `stat` tells.
   */
  abstract complete(
    key: string,
    uploadId: string,
    parts: readonly UploadedPart[],
    signal?: AbortSignal,
  ): Promise<void>;

  /** Ends the upload and removes its parts; one that is gone is fine. */
  abstract abort(key: string, uploadId: string, signal?: AbortSignal): Promise<void>;

  /** @param after - where to go on, from `next` of the page before, or from a `position`; null from the beginning */
  abstract listOpen(after: string | null, limit: number, signal?: AbortSignal): Promise<OpenMultipartPage>;
}

/** How a file is cut: all parts but the last have the same size. */
export interface PartPlan {
  readonly partBytes: number;
  readonly count: number;
}

const MEBIBYTE = 1_048_576;
const MAX_PARTS = 10_000;

/** Parts of the size wanted, or larger ones where there would be too many. */
export function planParts(fileBytes: number, wantedBytes: number): PartPlan {
  const least = Math.ceil(fileBytes / MAX_PARTS / MEBIBYTE) * MEBIBYTE;
  return planOf(fileBytes, Math.max(wantedBytes, least));
}

/** The plan that was made with parts of this size. */
export function planOf(fileBytes: number, partBytes: number): PartPlan {
  return { partBytes, count: Math.max(1, Math.ceil(fileBytes / partBytes)) };
}

/** Exact size of one part. */
export function bytesOfPart(fileBytes: number, { partBytes, count }: PartPlan, partNumber: number): number {
  return partNumber < count ? partBytes : fileBytes - (count - 1) * partBytes;
}
