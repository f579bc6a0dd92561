import { meaningOf } from '../fields/key-roles.js';
import type { TimestampReader } from '../fields/timestamp-reader.js';

const NAME = /^[\p{L}_@#$][\p{L}\p{N}_@#$ .:/()[\]%-]{0,80}$/u;
const NUMBER = /^[+-]?\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?$/;
/** Share of a column's values that must be of a kind that no name is of. */
const MIN_KIND_SHARE = 0.9;

/** Whether a name is one that the record knows, such as `time` or `level`. */
export function isKnownName(name: string): boolean {
  return (meaningOf(name.trim())?.own ?? null) !== null;
}

/**
 * The first row, where there is reason to believe that it is a header: a name that the record knows and that is no value
 * of its column, or a column whose later rows are of another kind. That its cells could be names is none: words could.
 */
export function believedHeader(
  rows: readonly (readonly string[])[],
  timestamps: TimestampReader,
): readonly string[] | null {
  const [first = [], ...later] = rows;
  if (first.length === 0 || !first.every((cell) => NAME.test(cell.trim()))) return null;
  const body = later.filter((row) => row.length === first.length);
  const known = first.some((cell, i) => isKnownName(cell) && body.every((row) => row[i] !== cell));
  return known || first.some((_, i) => differsInKind(body, i, timestamps)) ? first : null;
}

function differsInKind(
  body: readonly (readonly string[])[],
  column: number,
  timestamps: TimestampReader,
): boolean {
  const values = body.map((row) => row[column]?.trim() ?? '').filter((value) => value !== '');
  const odd = values.filter((value) => NUMBER.test(value) || !Number.isNaN(timestamps.parse(value)));
  return values.length > 0 && odd.length / values.length >= MIN_KIND_SHARE;
}
