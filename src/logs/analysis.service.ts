import { Injectable } from '@nestjs/common';
import { currentRequest } from '../common/context/request-context.js';
import type { Principal } from '../common/security/principal.js';
import { type JobResults, JobResultsService } from '../jobs/job-results.service.js';
import { recordsKeyOf } from './completed-job.js';
import type { FieldsDto } from './dto/fields.dto.js';
import type { HistogramDto, HistogramQueryDto } from './dto/histogram.dto.js';
import type { RecordFilterQueryDto } from './dto/record-filter.query.dto.js';
import { Queries } from './queries.js';
import type { FieldsQuery, HistogramQuery } from './query/query-request.js';
import type { RecordFilter } from './record-filter.js';
import { bucketsOver, type TimeBuckets } from './time-buckets.js';
import { toHistogram } from './to-histogram.js';
import { toRecordFilter } from './to-record-filter.js';

const FIELD_BOUNDS = { maxRecords: 200_000, maxFields: 200, topValues: 10 };
/** For a job without any timestamp: nothing falls into it. */
const NO_BUCKETS: TimeBuckets = { widthSeconds: 1, originMicros: 0n, count: 0 };

/** What a job's records are like, taken together. */
@Injectable()
export class AnalysisService {
  constructor(
    private readonly jobs: JobResultsService,
    private readonly queries: Queries,
  ) {}

  /**
   * Counts over time, over the time span of the job as far as it lies within `from` and `to`.
   *
   * @throws JobNotFoundError, JobNotCompletedError, InvalidInputError, TooManyBucketsError
   */
  async histogram(jobId: string, request: HistogramQueryDto, principal: Principal): Promise<HistogramDto> {
    const filter = toRecordFilter(request);
    const job = await this.jobs.get(jobId, principal);
    const key = recordsKeyOf(job);
    const { interval = 'auto', by = 'severity' } = request;
    const buckets = bucketsOf(job, filter, interval === 'auto' ? 'auto' : Number(interval));
    const toQuery = ([path = '']: readonly string[]): HistogramQuery => ({
      kind: 'histogram',
      path,
      filter,
      by,
      originMicros: buckets.originMicros,
      intervalMicros: BigInt(buckets.widthSeconds) * 1_000_000n,
    });
    return toHistogram(buckets, await this.queries.run([key], toQuery, currentRequest()?.signal));
  }

  /** @throws JobNotFoundError, JobNotCompletedError, InvalidInputError */
  async fields(jobId: string, request: RecordFilterQueryDto, principal: Principal): Promise<FieldsDto> {
    const filter = toRecordFilter(request);
    const key = recordsKeyOf(await this.jobs.get(jobId, principal));
    const toQuery = ([path = '']: readonly string[]): FieldsQuery => ({
      kind: 'fields',
      path,
      filter,
      ...FIELD_BOUNDS,
    });
    const { records, sampled, fields } = await this.queries.run([key], toQuery, currentRequest()?.signal);
    const items = fields.map(({ name, type, count, top }) => ({
      name,
      type,
      filled: Math.round((count / records) * 1e6) / 1e6,
      top: [...top],
    }));
    return { items, records, sampled };
  }
}

/** A job's time span is cut to milliseconds, so that its last record may come up to one later. */
function bucketsOf(job: JobResults, filter: RecordFilter, width: number | 'auto'): TimeBuckets {
  const { firstTimestamp, lastTimestamp } = job;
  if (firstTimestamp === null || lastTimestamp === null) return NO_BUCKETS;
  const firstOfJob = BigInt(firstTimestamp.getTime()) * 1000n;
  const lastOfJob = BigInt(lastTimestamp.getTime()) * 1000n + 999n;
  const { fromMicros, toMicros } = filter;
  const first = fromMicros !== null && fromMicros > firstOfJob ? fromMicros : firstOfJob;
  const last = toMicros !== null && toMicros - 1n < lastOfJob ? toMicros - 1n : lastOfJob;
  return first > last ? NO_BUCKETS : bucketsOver(first, last, width);
}
