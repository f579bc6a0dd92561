import { ApiProperty } from '@nestjs/swagger';
import { ERROR_CODES, type ErrorCode } from '../../common/errors/error-code.js';
import { type RejectGroupDto, type TimestampCountsDto } from '../../jobs/dto/job-statistics.dto.js';
import { ParsedRecordDto } from '../../jobs/dto/parsed-record.dto.js';
import { REJECT_CODES } from '../../jobs/dto/reject-code.js';

/** What the text could be read as. */
export class FormatGuessDto {
  /**
   * `json`, `ndjson`, `csv`, or for text the name of the pattern.
   * @example timestamp_level
   */
  format!: string;
  /**
   * Share of the lines looked at that it reads, 0 to 1.
   * @example 1
   */
  confidence!: number;
}

/** What the text is read as. */
export class DetectedFormatDto extends FormatGuessDto {
  /**
   * What of the text led to the choice.
   * @example "The pattern timestamp_level reads 100 % of the lines looked at with a valid timestamp."
   */
  why!: string;
}

/** Lines by what became of them: `lines = record_lines + rejected_lines + blank_lines + structural_lines`. */
export class PreviewCountsDto {
  /** Lines of the text; LF, CRLF and a lone CR each end one. */
  lines!: number;
  /** Lines that are part of a record. */
  record_lines!: number;
  /** Records; one may span several lines. */
  records!: number;
  /** Lines that could not be read. */
  rejected_lines!: number;
  /** Empty lines outside records. */
  blank_lines!: number;
  /** Lines that carry structure only: a CSV header, `#` directives, the brackets of a JSON document. */
  structural_lines!: number;
}

/** A record as the result would have it. */
export class PreviewRecordDto extends ParsedRecordDto {}

/** Something that could not be read. */
export class PreviewRejectDto {
  /** 1-based line. */
  line_no!: number;
  /**
   * Stable reason; see `docs/errors.md`.
   * @example INVALID_JSON
   */
  @ApiProperty({ enum: REJECT_CODES })
  code!: string;
  /** 1-based character of the record's text at which the fault is, where that can be said. */
  column!: number | null;
  /** One sentence for a person. */
  message!: string;
  /** Its text, at most 1,024 characters. */
  raw!: string;
}

/** Why the job would fail. */
export class PreviewFailureDto {
  /**
   * Stable reason, as the job would have it.
   * @example TOO_MANY_REJECTS
   */
  @ApiProperty({ enum: ERROR_CODES })
  code!: ErrorCode;
  /** One sentence for a person. */
  message!: string;
}

export class PreviewDto {
  /** What the text is read as, how sure that is, and why. */
  detected!: DetectedFormatDto;
  /** What else it could be read as, surest first. */
  alternatives!: FormatGuessDto[];
  /** Lines by what became of them. */
  counts!: PreviewCountsDto;
  /** How timestamps were read. */
  timestamps!: TimestampCountsDto;
  /**
   * Records by severity range.
   * @example { "ERROR": 1, "INFO": 1 }
   */
  severities!: Record<string, number>;
  /** Bytes that were replaced by U+FFFD. */
  replaced_bytes!: number;
  /** The first 50 records. */
  records!: PreviewRecordDto[];
  /** The first 50 lines that could not be read. */
  rejects!: PreviewRejectDto[];
  /** All lines that could not be read, by reason. */
  reject_groups!: RejectGroupDto[];
  /** Why a job with this text would fail; null where it would not. */
  failure!: PreviewFailureDto | null;
}
