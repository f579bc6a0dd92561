import type { EntityManager } from 'typeorm';

/** An object that nobody needs any more. */
export interface Removal {
  readonly key: string;
  /** Until then somebody may still write it, so that it is removed once more afterwards; null when nobody can. */
  readonly repeatUntil: Date | null;
}

/** An upload that began before its URL ended may end a while after it. */
const UPLOAD_MARGIN_SECONDS = 300;

/** Notes objects for removal, in the transaction of what makes them useless: they are removed even if this process dies. */
export async function scheduleRemoval(manager: EntityManager, removals: readonly Removal[]): Promise<void> {
  if (removals.length === 0) return;
  await manager.query(
    `INSERT INTO object_removals (object_key, repeat_until)
     SELECT r.key, CASE WHEN r.until > now() THEN r.until + make_interval(secs => $3) ELSE now() END
     FROM unnest($1::text[], $2::timestamptz[]) AS r (key, until)
     ON CONFLICT (object_key) DO UPDATE SET due_at = now()`,
    [
      removals.map(({ key }) => key),
      removals.map(({ repeatUntil }) => repeatUntil?.toISOString() ?? null),
      UPLOAD_MARGIN_SECONDS,
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
}

/** The raw file is removed again when its URL has ended: until then it can be uploaded once more. */
export async function scheduleFiles(
  manager: EntityManager,
  files: readonly FilesOfJob[],
): Promise<ScheduledKeys> {
  const removals = files.flatMap((of) => [
    { key: of.object_key, repeatUntil: of.expires_at },
    ...[of.parquet_key, of.rejects_key]
      .filter((key) => key !== null)
      .map((key) => ({ key, repeatUntil: null })),
  ]);
  await scheduleRemoval(manager, removals);
  return removals.map(({ key }) => key);
}
