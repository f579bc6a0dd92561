import { Injectable } from '@nestjs/common';
import { AppConfig } from '../common/config/app-config.js';
import { currentRequest } from '../common/context/request-context.js';
import type { Principal } from '../common/security/principal.js';
import { ObjectNotFoundError } from '../common/storage/storage-errors.js';
import { type FinishedJob, JobResultsService } from '../jobs/job-results.service.js';
import type { SearchRecordsQueryDto } from './dto/list-records.query.dto.js';
import { ScanTooLargeError } from './errors.js';
import { toIsoMilliseconds } from './instant.js';
import { decodeTime, encodeTime } from './position.js';
import { Queries } from './queries.js';
import type { SearchPosition } from './query/query-request.js';
import type { RecordFilter } from './record-filter.js';
import { unlessRemoved } from './removed-job.js';
import { SearchFront } from './search-front.js';
import { SearchTexts } from './search-texts.js';
import { toRecordFilter } from './to-record-filter.js';

const DEFAULT_LIMIT = 100;
const LISTED_JOBS = 200;
/** Files that one query looks through; it grows from one as long as the search goes on. */
const MAX_FILES = 32;

/** Records as JSON text, newest first. */
export interface SearchPage {
  readonly items: readonly string[];
  readonly nextCursor: string | null;
}

/** The records of all jobs that the caller may see. */
@Injectable()
export class SearchService {
  constructor(
    private readonly jobs: JobResultsService,
    private readonly queries: Queries,
    private readonly texts: SearchTexts,
    private readonly config: AppConfig,
  ) {}

  /**
   * Newest first. Jobs are looked into in the order of their last record, until no job that is left can hold a record that
   * belongs on the page. Records without a timestamp have no place in that order and are left out.
   *
   * @throws InvalidInputError, InvalidPositionError
   * @throws ScanTooLargeError when the page would take looking through more than `MAX_SCAN_MB`
   */
  async search(query: SearchRecordsQueryDto, principal: Principal): Promise<SearchPage> {
    const after = query.cursor === undefined ? null : decodeTime(query.cursor);
    return this.pageAfter(after, toRecordFilter(query), query.limit ?? DEFAULT_LIMIT, principal);
  }

  private async pageAfter(
    after: SearchPosition | null,
    filter: RecordFilter,
    limit: number,
    principal: Principal,
  ): Promise<SearchPage> {
    const signal = currentRequest()?.signal;
    const front = new SearchFront(limit + 1);
    const keys = new Map<string, string>();
    let scannedBytes = 0;
    let files = 1;
    for await (const batch of this.batches(filter, after, principal, () => files)) {
      const needed = batch.filter((job) => front.mayHold(job.lastTimestamp));
      if (needed.length === 0) break;
      scannedBytes += needed.reduce((sum, job) => sum + job.parquetBytes, 0);
      if (scannedBytes > this.config.answers.maxScanBytes) {
        throw new ScanTooLargeError(this.config.answers.maxScanBytes, keys.size);
      }
      for (const job of needed) keys.set(job.jobId, job.parquetKey);
      front.add(await this.newestOf(needed, filter, after, limit + 1, signal));
      files = Math.min(MAX_FILES, files * 2);
    }
    const { items, last } = await this.texts.read(front.positions.slice(0, limit), keys, signal);
    const more = last !== null && last !== front.positions.at(-1);
    // All of the page was of jobs removed meanwhile; an empty page would look like the end.
    if (more && items.length === 0) return this.pageAfter(last, filter, limit, principal);
    return { items, nextCursor: more ? encodeTime(last) : null };
  }

  /** Jobs that may hold matching records, in groups of as many as `size` says at that moment. */
  private async *batches(
    filter: RecordFilter,
    after: SearchPosition | null,
    principal: Principal,
    size: () => number,
  ): AsyncGenerator<FinishedJob[]> {
    const last = earlier(filter.toMicros, after === null ? null : after.micros);
    const from = filter.fromMicros === null ? null : toIsoMilliseconds(filter.fromMicros);
    const to = last === null ? null : toIsoMilliseconds(last);
    let position: { lastTimestamp: string; jobId: string } | null = null;
    for (;;) {
      const listed: FinishedJob[] = await this.jobs.listFinished(
        { from, to, after: position, limit: LISTED_JOBS },
        principal,
      );
      position = listed.at(-1) ?? null;
      const complete = listed.length < LISTED_JOBS;
      while (listed.length > 0) yield listed.splice(0, size());
      if (complete) return;
    }
  }

  private async newestOf(
    jobs: readonly FinishedJob[],
    filter: RecordFilter,
    after: SearchPosition | null,
    limit: number,
    signal: AbortSignal | undefined,
  ): Promise<readonly SearchPosition[]> {
    const keys = jobs.map((job) => job.parquetKey);
    const find = (): Promise<readonly SearchPosition[]> =>
      this.queries.run(keys, (paths) => ({ kind: 'newest', paths, filter, after, limit }), signal);
    const [job, ...others] = jobs;
    if (job === undefined) return [];
    if (others.length === 0) return (await unlessRemoved(this.jobs, job.jobId, find)) ?? [];
    try {
      return await find();
    } catch (error) {
      if (!(error instanceof ObjectNotFoundError)) throw error;
      const each = jobs.map((one) => this.newestOf([one], filter, after, limit, signal));
      return (await Promise.all(each)).flat();
    }
  }
}

function earlier(a: bigint | null, b: bigint | null): bigint | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}
