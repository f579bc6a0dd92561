import { isWeekday, monthOf, secondsOf } from './calendar.js';
import { parseEpoch } from './epoch-time.js';
import { Instants } from './instants.js';
import { IsoTime } from './iso-time.js';
import { TextCursor } from './text-cursor.js';
import { layoutOf, type TimestampLayout } from './timestamp-layout.js';
import { readZone } from './zone-in-text.js';

const DATE_DIGITS = 14;
const DATE_AND_TIME = /^(?:19|20|21)\d{12}$/;

/**
 * Reads timestamps into microseconds since the epoch (exact for the years 1685 to 2255). A time that does not exist
 * (month 13, 29 February 2025, an hour that summer time skips) is NaN, as is what is no timestamp.
 */
export class TimestampReader {
  /** The last time read was a date alone and was given midnight. */
  dateOnly = false;

  private readonly cursor = new TextCursor();
  private readonly iso = new IsoTime();
  private readonly instants: Instants;
  private anyZone = false;
  private hour = 0;
  private minute = 0;
  private second = 0;
  private micros = 0;

  /** @throws RangeError where the zone is not known */
  constructor(timezone: string, createdAtMs: number) {
    this.instants = new Instants(timezone, createdAtMs);
  }

  /** The last time read named no zone and was read in the job's. */
  get assumedZone(): boolean {
    return this.instants.assumedZone;
  }

  /** The last time read named no year and was given the one nearest to the job's creation. */
  get assumedYear(): boolean {
    return this.instants.assumedYear;
  }

  parse(text: string, layout: TimestampLayout = 'auto'): number {
    this.instants.start();
    this.dateOnly = false;
    this.anyZone = layout === 'iso_any_zone';
    this.cursor.start(text);
    const known = layout === 'auto' ? layoutOf(text) : layout;
    switch (known) {
      case 'epoch':
        return this.epoch(text);
      case 'iso':
      case 'iso_any_zone':
        return this.yearFirst(45);
      case 'slashed':
        return this.yearFirst(47);
      case 'day_month_year':
        return this.dayMonthYear();
      case 'syslog':
        return this.monthFirst();
      case 'ctime':
        if (!isWeekday(this.cursor.word(3))) return Number.NaN;
        this.cursor.take(44);
        this.cursor.skipBlanks();
        return this.cursor.digitAhead() ? this.dayMonthYear() : this.monthFirst();
      case 'klog':
        return this.klog();
      case 'compact':
        return this.compact(4);
      case 'yymmdd':
        return this.compact(2);
    }
  }

  /** As `parse` for text that lies in `bytes[start, end)` as UTF-8, white space around it aside. */
  parseBytes(bytes: Buffer, start: number, end: number): number {
    if (!this.iso.read(bytes, start, end)) return this.parse(bytes.toString('utf8', start, end).trim());
    this.instants.start();
    this.dateOnly = false;
    return this.instants.at(this.iso.localSeconds, this.iso.micros, this.iso.offset);
  }

  /** Digits that count from 1970; 14 of them are a date and a time of day, `20240229123456`. */
  private epoch(text: string): number {
    if (text.length !== DATE_DIGITS || !DATE_AND_TIME.test(text)) return parseEpoch(text);
    const { cursor } = this;
    const year = cursor.digits(4);
    const month = cursor.digits(2);
    const day = cursor.digits(2);
    this.hour = cursor.digits(2);
    this.minute = cursor.digits(2);
    this.second = cursor.digits(2);
    this.micros = 0;
    return this.finish(year, month, day);
  }

  /** `2024-02-29T12:34:56.789Z`, `2024/02/29 12:34:56`, and a date alone, which is its midnight. */
  private yearFirst(separator: number): number {
    const { cursor } = this;
    const year = cursor.digits(4);
    cursor.expect(separator);
    const month = cursor.digits(2);
    cursor.expect(separator);
    const day = cursor.digits(2);
    if (cursor.atEnd()) {
      this.dateOnly = true;
      this.hour = this.minute = this.second = this.micros = 0;
      return this.finish(year, month, day);
    }
    if (!cursor.take(84) && !cursor.take(116)) cursor.expect(32);
    this.readClock();
    return this.finish(year, month, day);
  }

  /** `17/May/2015:10:05:03 +0000`, `06 Jun 2016 18:43:28.123`, `06 Jun 18:43:28`, and RFC 2822 behind its weekday. */
  private dayMonthYear(): number {
    const { cursor } = this;
    const day = cursor.oneOrTwoDigits();
    cursor.skip(1);
    const month = monthOf(cursor.word(3)) ?? Number.NaN;
    if (!cursor.take(47) && !cursor.take(45)) cursor.expect(32);
    if (cursor.peek(2) === 58) {
      this.readClock();
      return this.finishNearest(month, day, this.zoneOffset());
    }
    const year = cursor.peek(2) === 32 ? this.shortYear(50) : cursor.digits(4);
    if (!cursor.take(58)) cursor.expect(32);
    this.readClock();
    return this.finish(year, month, day);
  }

  /**
   * `Feb 12 14:10:21`, `Feb  2 2015 14:10:21`, `Feb 12 14:10:21.123456 2015`, and `Feb 12 14:10:21 UTC 2015` as `date`
   * writes it.
   */
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
      this.readClock();
      return this.finish(year, month, day);
    }
    this.readClock();
    const zone = cursor.peek() === 32 && cursor.yearAhead(1) ? undefined : this.zoneOffset();
    if (!cursor.take(32) || !cursor.yearAhead()) return this.finishNearest(month, day, zone);
    return this.instant(cursor.digits(4), month, day, zone);
  }

  /** `0517 15:04:22.619632`. */
  private klog(): number {
    const { cursor } = this;
    const month = cursor.digits(2);
    const day = cursor.digits(2);
    cursor.expect(32);
    this.readClock();
    return this.finishNearest(month, day, this.zoneOffset());
  }

  /** `20120702.102240,672`, `20120702T102240Z`, `080401 00:08:01`, `080401 100801`. */
  private compact(yearDigits: 2 | 4): number {
    const { cursor } = this;
    // POSIX strptime %y: 69 to 99 are 1969 to 1999.
    const year = yearDigits === 4 ? cursor.digits(4) : this.shortYear(69);
    const month = cursor.digits(2);
    const day = cursor.digits(2);
    cursor.skip(1);
    cursor.skipBlanks();
    this.hour = cursor.oneOrTwoDigits();
    cursor.take(58);
    this.minute = cursor.digits(2);
    cursor.take(58);
    this.second = cursor.digits(2);
    this.micros = cursor.fraction();
    return this.finish(year, month, day);
  }

  /** Two digits of a year; those from `firstOfLastCentury` on are of the twentieth century (RFC 2822 §4.3: 50). */
  private shortYear(firstOfLastCentury: number): number {
    const written = this.cursor.digits(2);
    return written + (written >= firstOfLastCentury ? 1900 : 2000);
  }

  /** `12:34:56.789` and `12:34`, with `AM` or `PM` behind it where a clock of twelve hours wrote it. */
  private readClock(): void {
    const { cursor } = this;
    this.hour = cursor.oneOrTwoDigits();
    this.minute = cursor.after(58);
    this.second = cursor.peek() === 58 ? cursor.after(58) : 0;
    this.micros = cursor.fraction();
    const half = cursor.halfOfDay();
    if (half === null) return;
    this.hour = this.hour >= 1 && this.hour <= 12 ? (this.hour % 12) + (half === 'pm' ? 12 : 0) : Number.NaN;
  }

  private finish(year: number, month: number, day: number): number {
    return this.instant(year, month, day, this.zoneOffset());
  }

  /** @param named offset that the text names, undefined where it names none, NaN where it names one that is not known */
  private instant(year: number, month: number, day: number, named: number | undefined): number {
    const local = secondsOf(year, month, day, this.hour, this.minute, this.second);
    if (Number.isNaN(local) || !this.cursor.atEnd()) return Number.NaN;
    return this.instants.at(local, this.micros, named);
  }

  private finishNearest(month: number, day: number, named: number | undefined): number {
    const year = this.instants.nearestYear(month, day, this.hour, this.minute, this.second, named);
    return this.instant(year, month, day, named);
  }

  private zoneOffset(): number | undefined {
    return readZone(this.cursor, this.anyZone);
  }
}
