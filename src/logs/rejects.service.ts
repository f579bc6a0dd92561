import { Injectable } from '@nestjs/common';
import { currentRequest } from '../common/context/request-context.js';
import type { Principal } from '../common/security/principal.js';
import { type JobResults, JobResultsService } from '../jobs/job-results.service.js';
import type { ListRejectsQueryDto, RejectDto, RejectPageDto } from './dto/rejects.dto.js';
import { InvalidPositionError, JobNotCompletedError } from './errors.js';
import { decodeOffset, encodeOffset } from './position.js';
import { readLines } from './read-lines.js';
import { ResultFiles } from './result-files/result-files.js';

const DEFAULT_LIMIT = 100;

/** What could not be read of a job's file. */
@Injectable()
export class RejectsService {
  constructor(
    private readonly jobs: JobResultsService,
    private readonly files: ResultFiles,
  ) {}

  /**
   * In the order of the file; also for a FAILED job that left a report.
   *
   * @throws JobNotFoundError, JobNotCompletedError, InvalidPositionError
   */
  async list(jobId: string, query: ListRejectsQueryDto, principal: Principal): Promise<RejectPageDto> {
    const key = reportKeyOf(await this.jobs.get(jobId, principal));
    const limit = query.limit ?? DEFAULT_LIMIT;
    const offset = query.cursor === undefined ? 0 : decodeOffset(query.cursor, key);
    const file = await this.files.open(key, currentRequest()?.signal);
    try {
      const page = await readLines(file.path, offset, limit);
      if (page === null) throw new InvalidPositionError();
      return {
        items: page.lines.map((line) => JSON.parse(line) as RejectDto),
        next_cursor: page.nextOffset === null ? null : encodeOffset(key, page.nextOffset),
      };
    } finally {
      file.release();
    }
  }
}

function reportKeyOf({ status, rejectsKey }: JobResults): string {
  if ((status !== 'COMPLETED' && status !== 'FAILED') || rejectsKey === null) {
    throw new JobNotCompletedError(status, 'rejects');
  }
  return rejectsKey;
}
