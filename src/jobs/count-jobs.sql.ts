import type { JobStatus } from './dto/job-status.js';

/** How many such jobs the owner has; no more of them are looked at than the bound, so the number is at most that. */
export function countUpTo(owner: string, status: JobStatus, bound: string): string {
  return `SELECT count(*)::int FROM (
    SELECT 1 FROM jobs mine WHERE mine.owner_id = ${owner} AND mine.status = '${status}' LIMIT greatest(${bound}::int, 0)
  ) AS counted`;
}

/** Whether the owner has fewer such jobs than the bound. */
export function hasFewerThan(owner: string, status: JobStatus, bound: string): string {
  return `(${countUpTo(owner, status, bound)}) < ${bound}::int`;
}
