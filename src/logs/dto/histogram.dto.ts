import { IsIn, IsOptional, Matches } from 'class-validator';
import { HISTOGRAM_KEYS, type HistogramKey } from '../query/query-request.js';
import { RecordFilterQueryDto } from './record-filter.query.dto.js';

export class HistogramQueryDto extends RecordFilterQueryDto {
  /**
   * Width of a bucket in whole seconds, or `auto` for one that suits the time span.
   * @example auto
   */
  @IsOptional()
  @Matches(/^(auto|[1-9]\d{0,9})$/, { message: 'interval must be auto or a whole number of seconds' })
  interval?: string = 'auto';

  /**
   * What the counts of a bucket are told apart by: `severity`, `service` or `status`, which is the attribute of that name.
   * @example severity
   */
  @IsOptional()
  @IsIn(HISTOGRAM_KEYS)
  by?: HistogramKey = 'severity';
}

/** Records in one stretch of time. */
export class HistogramBucketDto {
  /**
   * When it begins, RFC 3339, UTC; it ends where the next one begins.
   * @example 2015-05-17T10:00:00.000Z
   */
  start!: string;
  /** Records in it. */
  total!: number;
  /**
   * The same by key. Records without the key are in `total` only, and so are those of all but the 20 most frequent services
   * or statuses.
   * @example { "INFO": 151, "WARN": 4 }
   */
  by!: Record<string, number>;
}

/** Records over time. */
export class HistogramDto {
  /** Width of a bucket. */
  interval_seconds!: number;
  /** Without gaps, at most 200, over the time span of the job within `from` and `to`. */
  buckets!: HistogramBucketDto[];
  /** Records that match and have no timestamp; they are in no bucket. */
  without_timestamp!: number;
}
