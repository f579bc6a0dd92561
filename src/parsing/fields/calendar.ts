const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

function daysInMonth(year: number, month: number): number {
  if (month !== 2) return DAYS_IN_MONTH[month - 1] ?? 0;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

/** Days from 1970-01-01 to a date of the proleptic Gregorian calendar. */
function daysSinceEpoch(year: number, month: number, day: number): number {
  // Years are counted from March, so that the leap day comes last (Hinnant, "chrono-compatible low-level date algorithms").
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** Seconds since the epoch of a wall-clock time read as UTC; NaN where no such time exists. */
export function secondsOf(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): number {
  const exists =
    year >= 1 &&
    year <= 9999 &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= daysInMonth(year, month) &&
    hour >= 0 &&
    hour <= 23 &&
    minute >= 0 &&
    minute <= 59 &&
    second >= 0 &&
    second <= 59;
  if (!exists) return Number.NaN;
  return daysSinceEpoch(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second;
}

/** How far from an instant a year is looked for: the ones beside it first, then the leap years on both sides of 2100. */
const YEAR_REACHES = [1, 8] as const;

/**
 * The year that puts a time nearest to an instant, the leap year for 29 February; NaN where the time exists in none.
 *
 * @param instant seconds since the epoch
 * @param offsetAt seconds east of UTC at a local time that exists; NaN where the clock skips it, which makes no other year the right one
 */
export function nearestYear(
  instant: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  offsetAt: (localSeconds: number) => number,
): number {
  const from = new Date(instant * 1000).getUTCFullYear();
  for (const reach of YEAR_REACHES) {
    let best = Number.NaN;
    let bestDistance = Number.POSITIVE_INFINITY;
    for (let year = from - reach; year <= from + reach; year += 1) {
      const local = secondsOf(year, month, day, hour, minute, second);
      if (Number.isNaN(local)) continue;
      const distance = Math.abs(local - (offsetAt(local) || 0) - instant);
      if (distance < bestDistance) [best, bestDistance] = [year, distance];
    }
    if (!Number.isNaN(best)) return best;
  }
  return Number.NaN;
}

const MONTHS: ReadonlyMap<string, number> = new Map(
  ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'].flatMap((name, i) => [
    [name, i + 1],
    [name.charAt(0).toUpperCase() + name.slice(1), i + 1],
    [name.toUpperCase(), i + 1],
  ]),
);

const WEEKDAYS: ReadonlySet<string> = new Set(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']);

/** Whether a text is a three-letter English weekday. */
export function isWeekday(name: string): boolean {
  return WEEKDAYS.has(name.toLowerCase());
}

/** 1 to 12 for a three-letter English month; undefined for anything else. */
export function monthOf(name: string): number | undefined {
  return MONTHS.get(name);
}
