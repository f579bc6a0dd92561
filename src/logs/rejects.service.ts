import { Injectable } from '@nestjs/common';
import { currentRequest } from '../common/context/request-context.js';
import type { Principal } from '../common/security/principal.js';
import { type JobResults, JobResultsService } from '../jobs/job-results.service.js';
import type { ListRejectsQueryDto, RejectDto, RejectPageDto } from './dto/rejects.dto.js';
import { InvalidPositionError, JobNotCompletedError } from './errors.js';
import { decodeOffset, encodeOffset } from './position.js';
import { type Lines, readLines } from './read-lines.js';
import { isAbsence } from './result-files/cached-file.js';
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
    const page = await this.read(key, offset, limit);
    if (page === null) throw new InvalidPositionError();
    return {
      items: page.lines.map((line) => JSON.parse(line) as RejectDto),
      next_cursor: page.nextOffset === null ? null : encodeOffset(key, page.nextOffset),
    };
  }

  /** Where the file vanished between its opening and its reading, opening it again gives another, or says that there is none. */
  private async read(key: string, offset: number, limit: number): Promise<Lines | null> {
    try {
      return await this.readOnce(key, offset, limit);
    } catch (error) {
      if (!isAbsence(error)) throw error;
      return this.readOnce(key, offset, limit);
    }
  }

  private async readOnce(key: string, offset: number, limit: number): Promise<Lines | null> {
    const file = await this.files.open(key, currentRequest()?.signal);
    try {
      return await readLines(file.path, offset, limit);
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
