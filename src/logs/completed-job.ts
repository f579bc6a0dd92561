import type { JobResults } from '../jobs/job-results.service.js';
import { JobNotCompletedError } from './errors.js';

/** @throws JobNotCompletedError while the job has no records */
export function recordsKeyOf({ status, parquetKey }: JobResults): string {
  if (status !== 'COMPLETED' || parquetKey === null) throw new JobNotCompletedError(status, 'records');
  return parquetKey;
}
