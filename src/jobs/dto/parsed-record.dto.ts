import { ApiProperty } from '@nestjs/swagger';

/** What a file's record is made of, after the OpenTelemetry logs data model. Times are RFC 3339, UTC, with microseconds. */
export class ParsedRecordDto {
  /** 1-based line of the record's first line, in the decompressed file. */
  line_no!: number;
  /** Lines of the record; more than 1 for multi-line records. */
  line_count!: number;
  /**
   * As the record says; null when it has none.
   * @example 2015-05-17T10:05:03.000000Z
   */
  timestamp!: string | null;
  /** When the job read it. */
  observed_timestamp!: string;
  /** 1 to 24 as in OpenTelemetry; null when unknown. */
  severity_number!: number | null;
  /** The word in the file. */
  severity_text!: string | null;
  /** The message, or the whole line. */
  body!: string;
  /** Who wrote it, when the record says so. */
  service!: string | null;
  /** Where it was written, when the record says so. */
  host!: string | null;
  /** Trace it belongs to. */
  trace_id!: string | null;
  /** Span it belongs to. */
  span_id!: string | null;
  /** Everything else the record holds, as it was written. */
  @ApiProperty({ type: 'object', additionalProperties: true })
  attributes!: Record<string, unknown>;
  /** The original text. */
  raw!: string;
  /** As given at `init`. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  labels!: Record<string, string>;
}
