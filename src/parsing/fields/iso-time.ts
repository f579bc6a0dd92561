import { secondsOf } from './calendar.js';

const PLUS = 43;
const COMMA = 44;
const MINUS = 45;
const DOT = 46;
const COLON = 58;
const LETTER_T = 84;
const LETTER_Z = 90;
const BLANK = 32;
const CLOCK_END = 19;
const MAX_FRACTION_DIGITS = 9;
const MICROS_DIGITS = 6;
const MAX_OFFSET_HOURS = 18;

/**
 * Reads the one way to write a time that most files use, straight from bytes: `2024-02-29T12:34:56`, a blank for the `T`
 * allowed, with or without a fraction of a second, with `Z`, an offset such as `+01:00`, or no zone. It is a shortcut:
 * whatever it does not read is left to `TimestampReader`, which reads the same the same.
 */
export class IsoTime {
  /** Wall-clock time of the last text read, as seconds since the epoch as if it were UTC. */
  localSeconds = 0;
  /** Microseconds of its fraction. */
  micros = 0;
  /** Seconds east of UTC that it names, undefined where it names none. */
  offset: number | undefined = undefined;

  private lastDay = 0;
  private lastDaySeconds = Number.NaN;

  /** False where `bytes[start, end)` is anything else, or no time that exists. */
  read(bytes: Uint8Array, start: number, end: number): boolean {
    if (end - start < CLOCK_END || !this.readDay(bytes, start)) return false;
    const separator = bytes[start + 10];
    if (separator !== LETTER_T && separator !== BLANK) return false;
    if (bytes[start + 13] !== COLON || bytes[start + 16] !== COLON) return false;
    const hour = twoDigits(bytes, start + 11);
    const minute = twoDigits(bytes, start + 14);
    const second = twoDigits(bytes, start + 17);
    // What is no digit gives NaN, which fails every comparison.
    if (!(hour <= 23 && minute <= 59 && second <= 59)) return false;
    this.localSeconds = this.lastDaySeconds + hour * 3600 + minute * 60 + second;
    const zone = this.readFraction(bytes, start + CLOCK_END, end);
    return zone > 0 && this.readZone(bytes, zone, end);
  }

  private readDay(bytes: Uint8Array, start: number): boolean {
    if (bytes[start + 4] !== MINUS || bytes[start + 7] !== MINUS) return false;
    const year = twoDigits(bytes, start) * 100 + twoDigits(bytes, start + 2);
    const month = twoDigits(bytes, start + 5);
    const day = twoDigits(bytes, start + 8);
    const packed = (year * 100 + month) * 100 + day;
    if (packed !== this.lastDay) {
      this.lastDay = packed;
      this.lastDaySeconds = secondsOf(year, month, day, 0, 0, 0);
    }
    return !Number.isNaN(this.lastDaySeconds);
  }

  /** @returns index behind the fraction, -1 where it is none */
  private readFraction(bytes: Uint8Array, from: number, end: number): number {
    this.micros = 0;
    if (from >= end || (bytes[from] !== DOT && bytes[from] !== COMMA)) return from;
    let at = from + 1;
    let digits = 0;
    for (; at < end; at += 1, digits += 1) {
      const digit = (bytes[at] ?? 0) - 48;
      if (!(digit >= 0 && digit <= 9)) break;
      if (digits < MICROS_DIGITS) this.micros = this.micros * 10 + digit;
    }
    if (digits === 0 || digits > MAX_FRACTION_DIGITS) return -1;
    for (; digits < MICROS_DIGITS; digits += 1) this.micros *= 10;
    return at;
  }

  private readZone(bytes: Uint8Array, from: number, end: number): boolean {
    this.offset = undefined;
    if (from === end) return true;
    const sign = bytes[from];
    if (sign === LETTER_Z) {
      this.offset = 0;
      return from + 1 === end;
    }
    if ((sign !== PLUS && sign !== MINUS) || end - from !== 6 || bytes[from + 3] !== COLON) return false;
    const hours = twoDigits(bytes, from + 1);
    const minutes = twoDigits(bytes, from + 4);
    if (!(hours <= MAX_OFFSET_HOURS && minutes <= 59)) return false;
    this.offset = (sign === MINUS ? -1 : 1) * (hours * 3600 + minutes * 60);
    return true;
  }
}

function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] ?? 0) - 48;
  const ones = (bytes[at + 1] ?? 0) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}
