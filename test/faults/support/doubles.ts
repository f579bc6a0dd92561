import type { Stack } from '../../support/stack.js';

/** Ids of jobs that completed more than once: by the states that the database noted, or as the workers tell of it. */
export async function completedTwice(stack: Stack): Promise<string[]> {
  const noted = await stack.query<{ job_id: string }>(
    `SELECT job_id FROM job_events WHERE status = 'COMPLETED' GROUP BY job_id HAVING count(*) > 1`,
  );
  const told = stack
    .logs()
    .split('\n')
    .filter((line) => line.includes('"msg":"completed"'))
    .map((line) => (JSON.parse(line) as { job_id: string }).job_id);
  const seen = new Set<string>();
  const again = told.filter((jobId) => seen.size === seen.add(jobId).size);
  return [...new Set([...noted.map((row) => row.job_id), ...again])];
}
