/** Values that a field may have, any of them. */
export interface FieldFilter {
  /** A column (`service`, `host`, `trace_id`, `span_id`, `severity_text`), or an attribute by its name or its path of names. */
  readonly name: string;
  readonly values: readonly string[];
}

/**
 * Which records; every condition must hold. Plain data, since it travels to the process that queries.
 *
 * A record without a timestamp is never inside a time range, and one of unknown severity never reaches a threshold.
 */
export interface RecordFilter {
  /** Microseconds since the epoch, inclusive. */
  readonly fromMicros: bigint | null;
  /** Microseconds since the epoch, exclusive. */
  readonly toMicros: bigint | null;
  /** 1 to 24 as in OpenTelemetry. */
  readonly severityMin: number | null;
  /** To be found in body or raw text, whatever its case. */
  readonly text: string | null;
  readonly fields: readonly FieldFilter[];
}
