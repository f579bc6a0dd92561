import type { EntityManager } from 'typeorm';

/** An object that nobody needs any more. */
export interface Removal {
  readonly key: string;
  /** Until then somebody may still write it, so that it is removed once more afterwards; null when nobody can. */
  readonly repeatUntil: Date | null;
  /** The upload in parts that leads to it, which ends too. */
  readonly multipartUploadId?: string | null;
}

/** An upload that began before its URL ended may end a while after it. */
const UPLOAD_MARGIN_SECONDS = 300;

/** Notes objects for removal, in the transaction of what makes them useless: they are removed even if this process dies. */
export async function scheduleRemoval(manager: EntityManager, removals: readonly Removal[]): Promise<void> {
  if (removals.length === 0) return;
  await manager.query(
    `INSERT INTO object_removals AS o (object_key, repeat_until, multipart_upload_id)
     SELECT r.key, CASE WHEN r.until > now() THEN r.until + make_interval(secs => $3) ELSE now() END, r.upload_id
     FROM unnest($1::text[], $2::timestamptz[], $4::text[]) AS r (key, until, upload_id)
     ON CONFLICT (object_key) DO UPDATE
     SET due_at = now(), multipart_upload_id = coalesce(o.multipart_upload_id, excluded.multipart_upload_id)`,
    [
      removals.map(({ key }) => key),
      removals.map(({ repeatUntil }) => repeatUntil?.toISOString() ?? null),
      UPLOAD_MARGIN_SECONDS,
      removals.map(({ multipartUploadId }) => multipartUploadId ?? null),
    ],
  );
}

/** Keys that were scheduled for removal, to be tried at once. */
export type ScheduledKeys = readonly string[];

/** Where the files of a job lie; the two last are null where it has no results. */
export interface FilesOfJob {
  readonly object_key: string;
  readonly parquet_key: string | null;
  readonly rejects_key: string | null;
  /** When the upload URL ends. */
  readonly expires_at: Date;
  /** Null where the file came whole. */
  readonly multipart_upload_id: string | null;
}

/** The raw file is removed again when its URL has ended: until then it can be uploaded once more. */
export async function scheduleFiles(
  manager: EntityManager,
  files: readonly FilesOfJob[],
): Promise<ScheduledKeys> {
  const removals = files.flatMap((of) => [
    { key: of.object_key, repeatUntil: of.expires_at, multipartUploadId: of.multipart_upload_id },
    ...[of.parquet_key, of.rejects_key]
      .filter((key) => key !== null)
      .map((key) => ({ key, repeatUntil: null })),
  ]);
  await scheduleRemoval(manager, removals);
  return removals.map(({ key }) => key);
}
