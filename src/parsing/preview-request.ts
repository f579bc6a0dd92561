import type { ParseRefusalCode, ParseRequest, ParseStatistics } from './parse-request.js';

/** A short text to look at, as handed to the parser process. */
export interface PreviewRequest extends ParseRequest {
  /** Records and rejects to answer, each. */
  readonly maxItems: number;
}

/** A record of the result, as its Parquet has it. */
export interface PreviewRecord {
  readonly line_no: number;
  readonly line_count: number;
  /** RFC 3339, UTC, microseconds. */
  readonly timestamp: string | null;
  readonly observed_timestamp: string;
  readonly severity_number: number | null;
  readonly severity_text: string | null;
  readonly body: string;
  readonly service: string | null;
  readonly host: string | null;
  readonly trace_id: string | null;
  readonly span_id: string | null;
  readonly attributes: Record<string, unknown>;
  readonly raw: string;
  readonly labels: Record<string, string>;
}

/** A line of the file of rejects. */
export interface PreviewReject {
  readonly line_no: number;
  readonly code: string;
  readonly column: number | null;
  readonly message: string;
  readonly raw: string;
}

export interface FormatGuess {
  /** `json`, `ndjson`, `csv`, or for text the name of the pattern. */
  readonly format: string;
  /** Share of the sampled lines that it reads, 0 to 1. */
  readonly confidence: number;
}

/** What would become of the text as a file. */
export interface PreviewAnswer {
  readonly detected: FormatGuess & { readonly why: string };
  /** Surest first. */
  readonly alternatives: readonly FormatGuess[];
  readonly statistics: ParseStatistics;
  /** Why the job would fail, null where it would not. */
  readonly failure: { readonly code: ParseRefusalCode; readonly message: string } | null;
  readonly records: readonly PreviewRecord[];
  readonly rejects: readonly PreviewReject[];
}
