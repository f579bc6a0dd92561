import { ApiProperty } from '@nestjs/swagger';
import { REJECT_CODES, type RejectCode } from './reject-code.js';

/** How the timestamps of a file's records were read; each number counts records. */
export class TimestampCountsDto {
  /** Records with a valid timestamp. */
  parsed!: number;
  /** Records without one. */
  missing!: number;
  /** Timestamps that named no zone and were read in the job's `timezone`. */
  assumed_timezone!: number;
  /** Timestamps that named no year and were given the one nearest to the job's creation. */
  assumed_year!: number;
}

/** Rejected lines that share a reason. */
export class RejectGroupDto {
  /**
   * Stable reason; see `docs/errors.md`.
   * @example INVALID_JSON
   */
  @ApiProperty({ enum: REJECT_CODES })
  code!: RejectCode;
  /** Rejected records with this reason. */
  count!: number;
  /** 1-based line number of the first one, in the decompressed file. */
  first_line!: number;
  /** Text of the first one, at most 200 characters. */
  sample!: string;
}

/** One file that a job wrote. */
export class OutputFileDto {
  /**
   * `parquet` (the records) or `rejects` (the lines not read).
   * @example parquet
   */
  kind!: string;
  /** Size in bytes. */
  bytes!: number;
}

/** Seconds that each step of processing took, wall time. */
export class PhaseSecondsDto {
  /** Fetching the file and decompressing it. */
  stage!: number;
  /** Reading lines into records. */
  parse!: number;
  /** Writing the results to storage. */
  publish!: number;
}

/**
 * What was found in the file. Every line is counted once:
 * `lines = record_lines + rejected_lines + blank_lines + structural_lines`.
 */
export class JobStatisticsDto {
  /** Size of the file as uploaded, bytes. */
  bytes!: number;
  /** Size after decompression, bytes. */
  decompressed_bytes!: number;
  /** Lines in the decompressed file; LF, CRLF and a lone CR each end one. */
  lines!: number;
  /** Lines that are part of a record. */
  record_lines!: number;
  /** Records in the result; one may span several lines. */
  records!: number;
  /** Lines that could not be read; the job's rejects file has each with its number, reason and text. */
  rejected_lines!: number;
  /** Empty lines outside records. */
  blank_lines!: number;
  /** Lines that carry structure only: a CSV header, `#` directives, the brackets of a JSON document. */
  structural_lines!: number;
  /** Bytes that were no valid UTF-8, or NUL, and were replaced by U+FFFD. */
  replaced_bytes!: number;
  /**
   * Earliest timestamp, RFC 3339, UTC; null where no record has one.
   * @example 2015-05-17T10:05:00.000Z
   */
  first_timestamp!: string | null;
  /** Latest timestamp, RFC 3339, UTC; null where no record has one. */
  last_timestamp!: string | null;
  /**
   * Records by severity range (`TRACE`, `DEBUG`, `INFO`, `WARN`, `ERROR`, `FATAL`); records of unknown severity are not
   * counted here.
   * @example { "INFO": 9780, "WARN": 217, "ERROR": 3 }
   */
  severities!: Record<string, number>;
  /** How timestamps were read. */
  timestamps!: TimestampCountsDto;
  /** Rejected lines by reason. */
  rejects!: RejectGroupDto[];
  /**
   * `json`, `ndjson`, `csv`, or for text the name of the pattern; `plain` where none reads it and each line is a record.
   * @example apache_combined
   */
  detected_format!: string;
  /** Share of the sampled lines that the detected format reads, 0 to 1. */
  detected_confidence!: number;
  /**
   * `none`, `gzip` or `zstd`, found by the file's first bytes.
   * @example none
   */
  compression!: string;
  /**
   * `utf-8`, `utf-16le` or `utf-16be`.
   * @example utf-8
   */
  encoding!: string;
  /** Files written. */
  output_files!: OutputFileDto[];
  /** Seconds per phase. */
  seconds!: PhaseSecondsDto;
}
