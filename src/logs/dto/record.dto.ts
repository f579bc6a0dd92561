import { ParsedRecordDto } from '../../jobs/dto/parsed-record.dto.js';

/** One log record, after the OpenTelemetry logs data model. Times are RFC 3339, UTC, with microseconds. */
export class RecordDto extends ParsedRecordDto {
  /** The job that it was read by. */
  job_id!: string;
}

/** One page of records. */
export class RecordPageDto {
  /** The records; a page of very long records may hold fewer than `limit`. */
  items!: RecordDto[];
  /** Where the next page begins; null on the last one. */
  next_cursor!: string | null;
}
