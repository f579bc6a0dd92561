/** One record on its way to the result; see the table of columns in `records-parquet.ts`. */
export interface Row {
  lineNo: number;
  lineCount: number;
  /** Microseconds since the epoch, UTC; NaN where the record has no time. */
  micros: number;
  /** 1 to 24 as in OpenTelemetry; 0 where unknown. */
  severityNumber: number;
  severityText: string | null;
  /** Null where it is the same as `raw`. */
  body: string | null;
  service: string | null;
  host: string | null;
  traceId: string | null;
  spanId: string | null;
  /** JSON text of an object; null where it is empty. */
  attributes: string | null;
  /** Null where its bytes were put into the batch as they are. */
  raw: string | null;
  /** The zone was the job's, not the file's. */
  assumedZone: boolean;
  /** The year was guessed. */
  assumedYear: boolean;
}

/** A row that was made from text. */
export interface TextRow extends Row {
  raw: string;
}

/** A row that holds nothing but its text. */
export function bareRow(lineNo: number, lineCount: number, raw: string): TextRow {
  return {
    lineNo,
    lineCount,
    micros: Number.NaN,
    severityNumber: 0,
    severityText: null,
    body: null,
    service: null,
    host: null,
    traceId: null,
    spanId: null,
    attributes: null,
    raw,
    assumedZone: false,
    assumedYear: false,
  };
}

/** A row of bytes, to be used again and again: its texts go straight into the batch, as long as they stay as they are. */
export class ReusedRow implements Row {
  lineNo = 0;
  lineCount = 0;
  micros = Number.NaN;
  severityNumber = 0;
  severityText: string | null = null;
  body: string | null = null;
  service: string | null = null;
  host: string | null = null;
  traceId: string | null = null;
  spanId: string | null = null;
  attributes: string | null = null;
  raw: string | null = null;
  assumedZone = false;
  assumedYear = false;

  /** Empties the row for the next record. */
  start(lineNo: number, lineCount: number): void {
    this.lineNo = lineNo;
    this.lineCount = lineCount;
    this.micros = Number.NaN;
    this.severityNumber = 0;
    this.severityText = null;
    this.body = null;
    this.service = null;
    this.host = null;
    this.traceId = null;
    this.spanId = null;
    this.attributes = null;
    this.raw = null;
    this.assumedZone = false;
    this.assumedYear = false;
  }
}
