import type { TextColumn } from '../output/text-column.js';

const QUOTE = 34;
const MINUS = 45;
const DOT = 46;
const DIGIT_0 = 48;
const DIGIT_9 = 57;
const BACKSLASH = 92;
const MAX_NUMBER_BYTES = 16;
const MAX_DIGITS = 15;
const LETTER_U = 0x75;
const HEX = Buffer.from('0123456789abcdef');

/** What follows the backslash for bytes that JSON does not take as they are; 0 for all others (RFC 8259 §7). */
const ESCAPES = new Uint8Array(256);
ESCAPES.fill(LETTER_U, 0, 32);
for (const [byte, letter] of [
  [8, 0x62],
  [9, 0x74],
  [10, 0x6e],
  [12, 0x66],
  [13, 0x72],
  [QUOTE, QUOTE],
  [BACKSLASH, BACKSLASH],
] as const) {
  ESCAPES[byte] = letter;
}

/** The most bytes that a byte of a string can become. */
export const MAX_ESCAPED_BYTES = 6;

/**
 * Appends valid UTF-8 as a JSON string, written as `JSON.stringify` writes it.
 *
 * @param doubled two quotes stand for one, as in a quoted CSV field
 */
export function appendJsonString(
  into: TextColumn,
  bytes: Uint8Array,
  start: number,
  end: number,
  doubled: boolean,
): void {
  into.appendByte(QUOTE);
  for (let at = start; ; at += 1) {
    at = into.appendUntil(bytes, at, end, ESCAPES);
    if (at >= end) break;
    const byte = bytes[at] ?? 0;
    const letter = ESCAPES[byte] ?? 0;
    into.appendByte(BACKSLASH);
    into.appendByte(letter);
    if (letter === LETTER_U) appendCode(into, byte);
    if (doubled && byte === QUOTE) at += 1;
  }
  into.appendByte(QUOTE);
}

function appendCode(into: TextColumn, byte: number): void {
  into.appendByte(DIGIT_0);
  into.appendByte(DIGIT_0);
  into.appendByte(HEX[byte >>> 4] ?? 0);
  into.appendByte(HEX[byte & 15] ?? 0);
}

/** Whether bytes are a number that JSON writes the same and an IEEE double holds; `jsonScalar` asks strings the same. */
export function isShortNumber(bytes: Uint8Array, start: number, end: number): boolean {
  const first = bytes[start] ?? 0;
  if (end - start > MAX_NUMBER_BYTES || start === end || !(first === MINUS || isDigit(first))) return false;
  const whole = first === MINUS ? start + 1 : start;
  const behindWhole = behindDigits(bytes, whole, end);
  if (behindWhole === whole || behindWhole - whole > MAX_DIGITS) return false;
  if (bytes[whole] === DIGIT_0 && behindWhole > whole + 1) return false;
  if (behindWhole === end) return true;
  if (bytes[behindWhole] !== DOT) return false;
  const behind = behindDigits(bytes, behindWhole + 1, end);
  return behind === end && behind > behindWhole + 1;
}

function behindDigits(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && isDigit(bytes[at] ?? 0)) at += 1;
  return at;
}

function isDigit(byte: number): boolean {
  return byte >= DIGIT_0 && byte <= DIGIT_9;
}
