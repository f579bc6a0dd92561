import type { LogFormat, OnError } from './dto/job-status.js';

/** A job that was just claimed, with what processing needs to know of its file. */
export interface ClaimedRow {
  readonly job_id: string;
  readonly attempt: number;
  readonly retry_count: number;
  readonly created_at: Date;
  /** The trace that queued it (W3C Trace Context). */
  readonly traceparent: string | null;
  readonly object_key: string;
  readonly etag: string | null;
  /** `bigint`, which the driver gives as text. */
  readonly file_size: string;
  readonly sha256: string | null;
  readonly log_format: LogFormat;
  readonly timezone: string;
  readonly on_error: OnError;
  readonly max_rejects: number | null;
  readonly labels: Record<string, string>;
}

/**
 * Owners looked at, jobs of each, and jobs in all: more than are claimed in the same instant, since locked ones are passed
 * over; and few enough for the planner to look each up instead of reading the table.
 */
const OWNERS = 16;
const JOBS_OF_EACH = 32;
const CANDIDATES = 64;

const CLAIMABLE_UNTIL = `now() + make_interval(secs => $1::double precision / 1000)`;

/**
 * Claims the job whose turn it is: of the owner with the fewest jobs in processing, the oldest first, so that a thousand
 * jobs of one owner do not stand before another's one. Its cost grows with the number of owners that wait, not with
 * that of their jobs: the recursive part hops from owner to owner in the index `jobs_waiting` (PostgreSQL wiki, "Loose
 * indexscan").
 *
 * $1: tolerance towards the clock of the queue, milliseconds.
 */
export const CLAIM_FAIREST = `
WITH RECURSIVE waiting AS (
  (SELECT owner_id FROM jobs WHERE status = 'QUEUED' ORDER BY owner_id LIMIT 1)
  UNION ALL
  SELECT (SELECT j.owner_id FROM jobs j WHERE j.status = 'QUEUED' AND j.owner_id > w.owner_id ORDER BY j.owner_id LIMIT 1)
  FROM waiting w WHERE w.owner_id IS NOT NULL
), running AS (
  SELECT owner_id, count(*) AS jobs FROM jobs WHERE status = 'PROCESSING' GROUP BY owner_id
), turns AS (
  SELECT w.owner_id, coalesce(r.jobs, 0) AS running
  FROM waiting w
  CROSS JOIN LATERAL (
    SELECT j.available_at FROM jobs j
    WHERE j.owner_id = w.owner_id AND j.status = 'QUEUED' AND j.available_at <= ${CLAIMABLE_UNTIL}
    ORDER BY j.available_at, j.job_id LIMIT 1
  ) oldest
  LEFT JOIN running r ON r.owner_id = w.owner_id
  ORDER BY running, oldest.available_at
  LIMIT ${OWNERS}
), candidates AS MATERIALIZED (
  SELECT waiting_job.job_id, t.running + waiting_job.place AS turn, waiting_job.available_at
  FROM turns t
  CROSS JOIN LATERAL (
    SELECT j.job_id, j.available_at, row_number() OVER (ORDER BY j.available_at, j.job_id) AS place
    FROM jobs j
    WHERE j.owner_id = t.owner_id AND j.status = 'QUEUED' AND j.available_at <= ${CLAIMABLE_UNTIL}
    ORDER BY j.available_at, j.job_id
    LIMIT ${JOBS_OF_EACH}
  ) waiting_job
  ORDER BY turn, waiting_job.available_at
  LIMIT ${CANDIDATES}
), chosen AS MATERIALIZED (
  SELECT j.job_id
  FROM candidates c JOIN jobs j ON j.job_id = c.job_id
  WHERE j.status = 'QUEUED'
  ORDER BY c.turn, c.available_at
  LIMIT 1
  FOR UPDATE OF j SKIP LOCKED
)
UPDATE jobs
SET status = 'PROCESSING', attempt = attempt + 1, progress = 0, started_at = now(), heartbeat_at = now(), updated_at = now()
FROM chosen JOIN file_uploads u ON u.job_id = chosen.job_id
WHERE jobs.job_id = chosen.job_id AND jobs.status = 'QUEUED'
RETURNING jobs.job_id, jobs.attempt, jobs.retry_count, jobs.created_at, jobs.traceparent, u.object_key, u.etag, u.file_size, u.sha256,
          u.log_format, u.timezone, u.on_error, u.max_rejects, u.labels`;
