const RFC_3339 =
  /^(?<date>\d{4}-\d\d-\d\d)[Tt ](?<time>\d\d:\d\d:\d\d)(?:\.(?<fraction>\d{1,9}))?(?<zone>[Zz]|[+\- ]\d\d:\d\d)$/;
const MICROS_PER_MS = 1_000n;
/** Years 1 to 9999, as records have them. */
const FIRST = -62_135_596_800_000_000n;
const LAST = 253_402_300_799_999_999n;

/**
 * Microseconds since the epoch of an RFC 3339 timestamp; what is finer is cut off. A blank before the zone is the plus
 * that a query loses when nobody encodes it.
 *
 * @returns null where it is none, or names a time that does not exist
 */
export function parseInstant(text: string): bigint | null {
  const { date = '', time = '', fraction = '', zone = '' } = RFC_3339.exec(text)?.groups ?? {};
  const wall = Date.parse(`${date}T${time}Z`);
  // A day that does not exist is moved by Date, so that it reads back as another.
  if (Number.isNaN(wall) || new Date(wall).toISOString().slice(0, 10) !== date) return null;
  const offsetMs = offsetOf(zone);
  if (offsetMs === null) return null;
  const micros = BigInt(wall - offsetMs) * MICROS_PER_MS + BigInt(fraction.padEnd(6, '0').slice(0, 6));
  return isInstant(micros) ? micros : null;
}

/** Whether a record can have this time, microseconds since the epoch. */
export function isInstant(micros: bigint): boolean {
  return micros >= FIRST && micros <= LAST;
}

/** RFC 3339, UTC, cut to milliseconds. */
export function toIsoMilliseconds(micros: bigint): string {
  const fraction = ((micros % MICROS_PER_MS) + MICROS_PER_MS) % MICROS_PER_MS;
  return new Date(Number((micros - fraction) / MICROS_PER_MS)).toISOString();
}

function offsetOf(zone: string): number | null {
  if (zone === 'Z' || zone === 'z') return 0;
  const [hours = 0, minutes = 0] = zone.slice(1).split(':').map(Number);
  if (hours > 23 || minutes > 59) return null;
  return (hours * 60 + minutes) * 60_000 * (zone.startsWith('-') ? -1 : 1);
}
