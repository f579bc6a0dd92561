import type { JobStatisticsDto, RejectGroupDto } from '../../jobs/dto/job-statistics.dto.js';
import { severityRange } from '../fields/severity.js';
import { boundedText } from './bounded-text.js';
import type { Row } from './row.js';

/** Why something could not be read; stable and part of the contract. */
export type RejectCode =
  | 'INVALID_JSON'
  | 'NOT_AN_OBJECT'
  | 'NESTING_TOO_DEEP'
  | 'INVALID_CSV'
  | 'COLUMN_COUNT'
  | 'LINE_TOO_LONG'
  | 'RECORD_TOO_LARGE'
  | 'TRUNCATED_INPUT'
  | 'CORRUPT_INPUT'
  | 'TRAILING_GARBAGE';

export type LineKind = 'record' | 'rejected' | 'blank' | 'structural';

export type LedgerCounts = Omit<
  JobStatisticsDto,
  | 'bytes'
  | 'decompressed_bytes'
  | 'replaced_bytes'
  | 'detected_format'
  | 'detected_confidence'
  | 'compression'
  | 'encoding'
  | 'output_files'
  | 'seconds'
>;

const SAMPLE_CHARACTERS = 200;

function isoTime(micros: number): string | null {
  return Number.isFinite(micros) ? new Date(Math.floor(micros / 1000)).toISOString() : null;
}

/** Keeps count of every line and every record of one file. */
export class Ledger {
  private readonly lines = { record: 0, rejected: 0, blank: 0, structural: 0 };
  private readonly times = { parsed: 0, missing: 0, assumed_timezone: 0, assumed_year: 0 };
  private readonly severityCounts = new Uint32Array(25);
  private readonly rejectGroups = new Map<RejectCode, RejectGroupDto>();
  private first = Number.POSITIVE_INFINITY;
  private last = Number.NEGATIVE_INFINITY;
  records = 0;
  rejects = 0;

  get rejectedLines(): number {
    return this.lines.rejected;
  }

  get totalLines(): number {
    const { record, rejected, blank, structural } = this.lines;
    return record + rejected + blank + structural;
  }

  countLines(kind: LineKind, count: number): void {
    this.lines[kind] += count;
  }

  countRecord(row: Row): void {
    this.records += 1;
    this.severityCounts[row.severityNumber] = (this.severityCounts[row.severityNumber] ?? 0) + 1;
    if (Number.isNaN(row.micros)) {
      this.times.missing += 1;
      return;
    }
    this.times.parsed += 1;
    if (row.assumedZone) this.times.assumed_timezone += 1;
    if (row.assumedYear) this.times.assumed_year += 1;
    if (row.micros < this.first) this.first = row.micros;
    if (row.micros > this.last) this.last = row.micros;
  }

  countReject(code: RejectCode, lineNo: number, raw: string): void {
    this.rejects += 1;
    const group = this.rejectGroups.get(code);
    if (group) group.count += 1;
    else {
      // A copy, or the text would hold on to the whole chunk it was cut from.
      const sample = Buffer.from(boundedText(raw, SAMPLE_CHARACTERS)).toString();
      this.rejectGroups.set(code, { code, count: 1, first_line: lineNo, sample });
    }
  }

  /** The counts so far, as the job's statistics name them. */
  counts(): LedgerCounts {
    const severities: Record<string, number> = {};
    this.severityCounts.forEach((count, number) => {
      const range = severityRange(number);
      if (range !== null && count > 0) severities[range] = (severities[range] ?? 0) + count;
    });
    return {
      lines: this.totalLines,
      record_lines: this.lines.record,
      records: this.records,
      rejected_lines: this.lines.rejected,
      blank_lines: this.lines.blank,
      structural_lines: this.lines.structural,
      first_timestamp: isoTime(this.first),
      last_timestamp: isoTime(this.last),
      severities,
      timestamps: { ...this.times },
      rejects: [...this.rejectGroups.values()],
    };
  }
}
