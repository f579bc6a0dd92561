import { ObjectNotFoundError } from '../common/storage/storage-errors.js';
import type { JobResultsService } from '../jobs/job-results.service.js';

/**
 * Reads a job's file. A job may be removed between the look at its row and the look into its file; then it holds nothing
 * any more.
 *
 * @returns null where that is so
 * @throws ObjectNotFoundError when the file of a job that is there is not
 */
export async function unlessRemoved<Result>(
  jobs: JobResultsService,
  jobId: string,
  read: () => Promise<Result>,
): Promise<Result | null> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof ObjectNotFoundError) || (await jobs.isCompleted(jobId))) throw error;
    return null;
  }
}
