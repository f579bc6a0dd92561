import type { TextCursor } from './text-cursor.js';
import { offsetOfAbbreviation } from './zone-offset.js';

const PLUS = 43;
const MINUS = 45;
const COLON = 58;

/**
 * Reads the zone behind a time of day.
 *
 * @param anyName - whether a name that is not known counts as none
 * @returns seconds east of UTC; undefined where the text names no zone, NaN where the name is no zone's
 */
export function readZone(cursor: TextCursor, anyName: boolean): number | undefined {
  cursor.skipBlanks();
  if (isSign(cursor.peek())) return numericOffset(cursor);
  const name = cursor.letters().toUpperCase();
  if (name === '') return undefined;
  if ((name === 'GMT' || name === 'UTC') && isSign(cursor.peek())) return numericOffset(cursor);
  return offsetOfAbbreviation(name) ?? (anyName ? undefined : Number.NaN);
}

/** `+02`, `+0200`, `+02:00`, perhaps with the zone's name in brackets behind it (RFC 2822 §3.2.3). */
function numericOffset(cursor: TextCursor): number {
  const east = cursor.peek() === PLUS ? 1 : -1;
  cursor.skip(1);
  const hours = cursor.digits(2);
  const minutes = cursor.take(COLON) || cursor.digitAhead() ? cursor.digits(2) : 0;
  cursor.skipComment();
  return hours > 18 || minutes > 59 ? Number.NaN : east * (hours * 3600 + minutes * 60);
}

function isSign(code: number): boolean {
  return code === PLUS || code === MINUS;
}
