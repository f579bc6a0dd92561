/**
 * Offsets that a file's zone abbreviations stand for, seconds east of UTC. Ambiguous ones (IST, CST in China) are read as
 * Postgres reads them by default where it does, and left out otherwise.
 */
const HOUR = 3600;
const ABBREVIATIONS: ReadonlyMap<string, number> = new Map([
  ['Z', 0],
  ['UTC', 0],
  ['GMT', 0],
  ['WET', 0],
  ['WEST', HOUR],
  ['BST', HOUR],
  ['CET', HOUR],
  ['CEST', 2 * HOUR],
  ['EET', 2 * HOUR],
  ['EEST', 3 * HOUR],
  ['MSK', 3 * HOUR],
  ['HKT', 8 * HOUR],
  ['SGT', 8 * HOUR],
  ['JST', 9 * HOUR],
  ['KST', 9 * HOUR],
  ['AEST', 10 * HOUR],
  ['AEDT', 11 * HOUR],
  ['NZST', 12 * HOUR],
  ['NZDT', 13 * HOUR],
  ['EST', -5 * HOUR],
  ['EDT', -4 * HOUR],
  ['CST', -6 * HOUR],
  ['CDT', -5 * HOUR],
  ['MST', -7 * HOUR],
  ['MDT', -6 * HOUR],
  ['PST', -8 * HOUR],
  ['PDT', -7 * HOUR],
]);

/** Names of the zones that are known, best known first. */
export const ZONE_NAMES: readonly string[] = [...ABBREVIATIONS.keys()];

/** Seconds east of UTC for an abbreviation such as `CET`; undefined where it is not known. */
export function offsetOfAbbreviation(name: string): number | undefined {
  return ABBREVIATIONS.get(name);
}

/** Every zone change in the tz database happens on a quarter of an hour. */
const BUCKET_SECONDS = 900;
const MAX_CACHED_BUCKETS = 100_000;

/** Offsets of one IANA zone, asked by local time. */
export class ZoneOffsets {
  private readonly format: Intl.DateTimeFormat | null;
  private readonly cache = new Map<number, number>();

  /** @throws RangeError where the zone is not known */
  constructor(timezone: string) {
    this.format =
      timezone === 'UTC'
        ? null
        : new Intl.DateTimeFormat('en-US', {
            timeZone: timezone,
            hourCycle: 'h23',
            year: 'numeric',
            month: 'numeric',
            day: 'numeric',
            hour: 'numeric',
            minute: 'numeric',
            second: 'numeric',
            era: 'short',
          });
  }

  /**
   * Seconds east of UTC at a local wall-clock time, given as if it were UTC. Where the clock was set back and the time
   * came twice, the first; where it was set forward and the time never came, NaN.
   */
  atLocal(localSeconds: number): number {
    if (this.format === null) return 0;
    const bucket = Math.floor(localSeconds / BUCKET_SECONDS);
    const cached = this.cache.get(bucket);
    if (cached !== undefined) return cached;
    if (this.cache.size >= MAX_CACHED_BUCKETS) this.cache.clear();
    const offset = this.findAtLocal(bucket * BUCKET_SECONDS);
    this.cache.set(bucket, offset);
    return offset;
  }

  private findAtLocal(localSeconds: number): number {
    const day = 86_400;
    // Offsets in force a day before and after; the earlier instant is the one with the larger offset.
    const candidates = [this.atUtc(localSeconds - day), this.atUtc(localSeconds + day)].sort((a, b) => b - a);
    return candidates.find((offset) => this.atUtc(localSeconds - offset) === offset) ?? Number.NaN;
  }

  private atUtc(seconds: number): number {
    const parts = new Map(this.format?.formatToParts(seconds * 1000).map(({ type, value }) => [type, value]));
    const part = (name: Intl.DateTimeFormatPartTypes): number => Number(parts.get(name));
    const year = parts.get('era') === 'BC' ? 1 - part('year') : part('year');
    const local = new Date(0);
    local.setUTCFullYear(year, part('month') - 1, part('day'));
    local.setUTCHours(part('hour'), part('minute'), part('second'));
    return local.getTime() / 1000 - seconds;
  }
}
