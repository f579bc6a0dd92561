/** Why something in a file could not be read; stable. What each means stands in `docs/errors.md`. */
export const REJECT_CODES = [
  'INVALID_JSON',
  'NOT_AN_OBJECT',
  'NESTING_TOO_DEEP',
  'INVALID_CSV',
  'COLUMN_COUNT',
  'LINE_TOO_LONG',
  'RECORD_TOO_LARGE',
  'TRUNCATED_INPUT',
  'CORRUPT_INPUT',
  'TRAILING_GARBAGE',
] as const;

export type RejectCode = (typeof REJECT_CODES)[number];
