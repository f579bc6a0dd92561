import { monthOf, secondsOf } from './calendar.js';
import { parseEpoch } from './epoch-time.js';
import { TextCursor } from './text-cursor.js';
import { offsetOfAbbreviation, ZoneOffsets } from './zone-offset.js';

/** How a timestamp is written; see the table in `docs/` and the tests for samples of each. */
export type TimestampLayout =
  | 'auto'
  | 'iso'
  | 'slashed'
  | 'day_month_year'
  | 'syslog'
  | 'ctime'
  | 'klog'
  | 'compact'
  | 'yymmdd'
  | 'epoch';

const DIGIT_0 = 48;
const DIGIT_9 = 57;

function isDigit(code: number): boolean {
  return code >= DIGIT_0 && code <= DIGIT_9;
}

/**
 * Reads timestamps into microseconds since the epoch (exact for the years 1685 to 2255). A time that does not exist
 * (month 13, 29 February 2025, an hour that summer time skips) is NaN, as is what is no timestamp.
 */
export class TimestampReader {
  /** The last time read named no zone and was read in the job's. */
  assumedZone = false;
  /** The last time read named no year and was given the one nearest to the job's creation. */
  assumedYear = false;

  private readonly cursor = new TextCursor();
  private readonly zone: ZoneOffsets;
  private readonly createdAtSeconds: number;

  /** @throws RangeError where the zone is not known */
  constructor(timezone: string, createdAtMs: number) {
    this.zone = new ZoneOffsets(timezone);
    this.createdAtSeconds = createdAtMs / 1000;
  }

  parse(text: string, layout: TimestampLayout = 'auto'): number {
    this.assumedZone = false;
    this.assumedYear = false;
    this.cursor.start(text);
    const known = layout === 'auto' ? layoutOf(text) : layout;
    switch (known) {
      case 'epoch':
        return parseEpoch(text);
      case 'iso':
        return this.yearFirst(45);
      case 'slashed':
        return this.yearFirst(47);
      case 'day_month_year':
        return this.dayMonthYear();
      case 'syslog':
        return this.monthFirst();
      case 'ctime':
        this.cursor.skip(3);
        this.cursor.take(44);
        this.cursor.skipBlanks();
        return isDigit(this.cursor.peek()) ? this.dayMonthYear() : this.monthFirst();
      case 'klog':
        return this.klog();
      case 'compact':
        return this.compact(4);
      case 'yymmdd':
        return this.compact(2);
    }
  }

  /** `2024-02-29T12:34:56.789Z`, `2024/02/29 12:34:56`, and a date alone, which is its midnight. */
  private yearFirst(separator: number): number {
    const { cursor } = this;
    const year = cursor.digits(4);
    cursor.expect(separator);
    const month = cursor.digits(2);
    cursor.expect(separator);
    const day = cursor.digits(2);
    if (cursor.atEnd()) return this.finish(year, month, day, 0, 0, 0, 0);
    if (!cursor.take(84) && !cursor.take(116)) cursor.expect(32);
    return this.clock(year, month, day);
  }

  /** `17/May/2015:10:05:03 +0000`, `06 Jun 2016 18:43:28.123`, and RFC 2822 behind its weekday. */
  private dayMonthYear(): number {
    const { cursor } = this;
    const day = cursor.oneOrTwoDigits();
    cursor.skip(1);
    const month = monthOf(cursor.word(3)) ?? Number.NaN;
    cursor.skip(1);
    const year = cursor.digits(4);
    if (!cursor.take(58)) cursor.expect(32);
    return this.clock(year, month, day);
  }

  /** `Feb 12 14:10:21`, `Feb  2 2015 14:10:21`, and `Feb 12 14:10:21.123456 2015`. */
  private monthFirst(): number {
    const { cursor } = this;
    const month = monthOf(cursor.word(3)) ?? Number.NaN;
    cursor.skipBlanks();
    const day = cursor.oneOrTwoDigits();
    cursor.take(44);
    cursor.skipBlanks();
    if (cursor.yearAhead()) {
      const year = cursor.digits(4);
      cursor.take(44);
      cursor.expect(32);
      return this.clock(year, month, day);
    }
    const hour = cursor.oneOrTwoDigits();
    const minute = cursor.after(58);
    const second = cursor.after(58);
    const micros = cursor.fraction();
    if (cursor.peek() === 32 && cursor.yearAhead(1)) {
      cursor.skip(1);
      return this.finish(cursor.digits(4), month, day, hour, minute, second, micros);
    }
    return this.finish(
      this.nearestYear(month, day, hour, minute, second),
      month,
      day,
      hour,
      minute,
      second,
      micros,
    );
  }

  /** `0517 15:04:22.619632`. */
  private klog(): number {
    const { cursor } = this;
    const month = cursor.digits(2);
    const day = cursor.digits(2);
    cursor.expect(32);
    const hour = cursor.digits(2);
    const minute = cursor.after(58);
    const second = cursor.after(58);
    const year = this.nearestYear(month, day, hour, minute, second);
    return this.finish(year, month, day, hour, minute, second, cursor.fraction());
  }

  /** `20120702.102240,672`, `20120702T102240Z`, `080401 00:08:01`, `080401 100801`. */
  private compact(yearDigits: 2 | 4): number {
    const { cursor } = this;
    const written = cursor.digits(yearDigits);
    // POSIX strptime %y: 69 to 99 are 1969 to 1999.
    const year = yearDigits === 4 ? written : written + (written >= 69 ? 1900 : 2000);
    const month = cursor.digits(2);
    const day = cursor.digits(2);
    cursor.skip(1);
    cursor.skipBlanks();
    const hour = cursor.oneOrTwoDigits();
    cursor.take(58);
    const minute = cursor.digits(2);
    cursor.take(58);
    const second = cursor.digits(2);
    return this.finish(year, month, day, hour, minute, second, cursor.fraction());
  }

  private clock(year: number, month: number, day: number): number {
    const { cursor } = this;
    const hour = cursor.oneOrTwoDigits();
    const minute = cursor.after(58);
    const second = cursor.peek() === 58 ? cursor.after(58) : 0;
    return this.finish(year, month, day, hour, minute, second, cursor.fraction());
  }

  private finish(
    year: number,
    month: number,
    day: number,
    hour: number,
    minute: number,
    second: number,
    micros: number,
  ): number {
    const local = secondsOf(year, month, day, hour, minute, second);
    const named = this.zoneOffset();
    if (Number.isNaN(local) || !this.cursor.atEnd()) return Number.NaN;
    this.assumedZone = named === undefined;
    const offset = named ?? this.zone.atLocal(local);
    return (local - offset) * 1e6 + micros;
  }

  /** Seconds east of UTC that the text names; undefined where it names no zone, or one that is not known. */
  private zoneOffset(): number | undefined {
    const { cursor } = this;
    cursor.skipBlanks();
    const sign = cursor.peek();
    if (sign === 43 || sign === 45) {
      cursor.skip(1);
      const hours = cursor.digits(2);
      cursor.take(58);
      const minutes = isDigit(cursor.peek()) ? cursor.digits(2) : 0;
      if (hours > 18 || minutes > 59) return Number.NaN;
      return (sign === 45 ? -1 : 1) * (hours * 3600 + minutes * 60);
    }
    const name = cursor.letters();
    return name === '' ? undefined : offsetOfAbbreviation(name.toUpperCase());
  }

  private nearestYear(month: number, day: number, hour: number, minute: number, second: number): number {
    this.assumedYear = true;
    const created = new Date(this.createdAtSeconds * 1000).getUTCFullYear();
    let best = Number.NaN;
    let bestDistance = Number.POSITIVE_INFINITY;
    for (const year of [created, created - 1, created + 1]) {
      const distance = Math.abs(secondsOf(year, month, day, hour, minute, second) - this.createdAtSeconds);
      if (distance < bestDistance) {
        best = year;
        bestDistance = distance;
      }
    }
    return best;
  }
}

/** Tells the layout by the first characters; what fits none is left to the epoch reader, which refuses it. */
function layoutOf(text: string): Exclude<TimestampLayout, 'auto'> {
  if (isDigit(text.charCodeAt(0))) {
    const fifth = text.charAt(4);
    if (fifth === '-') return 'iso';
    if (fifth === '/') return 'slashed';
    if (/^\d{1,2}[/ -][A-Za-z]/.test(text)) return 'day_month_year';
    if (/^\d{8}[.T ]\d/.test(text)) return 'compact';
    return /^\d{6} [\d ]\d/.test(text) ? 'yymmdd' : 'epoch';
  }
  return monthOf(text.slice(0, 3)) === undefined ? 'ctime' : 'syslog';
}
