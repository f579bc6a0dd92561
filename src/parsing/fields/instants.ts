import { nearestYear } from './calendar.js';
import { ZoneOffsets } from './zone-offset.js';

/** First and last second of the years 1 to 9999 in UTC: what every reader of the result and its statistics takes. */
const FIRST_SECOND = -62_135_596_800;
const LAST_SECOND = 253_402_300_799;
/** The last number below the year 10000 that a double can hold. */
const LAST_MICROS = 253_402_300_799_999_968;

/** Finds the instant of a local time, and supplies what the text left out from what is known of the job. */
export class Instants {
  /** The last time named no zone and was taken to be of the job's. */
  assumedZone = false;
  /** The last time named no year and was given the one nearest to the job's creation. */
  assumedYear = false;

  private readonly zone: ZoneOffsets;
  private readonly createdAtSeconds: number;

  /** @throws RangeError where the zone is not known */
  constructor(timezone: string, createdAtMs: number) {
    this.zone = new ZoneOffsets(timezone);
    this.createdAtSeconds = createdAtMs / 1000;
  }

  /** Begins a new time: nothing of it is assumed yet. */
  start(): void {
    this.assumedZone = false;
    this.assumedYear = false;
  }

  /**
   * Microseconds since the epoch; NaN where the zone never showed this time, or outside the years 1 to 9999.
   *
   * @param localSeconds - the wall clock's time as if it were UTC
   * @param named - offset that the text names, undefined where it names none, NaN where it names one that is not known
   */
  at(localSeconds: number, micros: number, named: number | undefined): number {
    this.assumedZone = named === undefined;
    const seconds = localSeconds - (named ?? this.zone.atLocal(localSeconds));
    // Its zone may carry a time of the first or the last year beyond what can be written.
    if (!(seconds >= FIRST_SECOND && seconds <= LAST_SECOND)) return Number.NaN;
    return Math.min(seconds * 1e6 + micros, LAST_MICROS);
  }

  /** The year that brings a time without one nearest to the job's creation. */
  nearestYear(
    month: number,
    day: number,
    hour: number,
    minute: number,
    second: number,
    named: number | undefined,
  ): number {
    this.assumedYear = true;
    const offsetAt = (local: number): number => named ?? this.zone.atLocal(local);
    return nearestYear(this.createdAtSeconds, month, day, hour, minute, second, offsetAt);
  }
}
