import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TimestampReader } from './timestamp-reader.js';

const CREATED = Date.parse('2026-01-10T00:00:00Z');
const DAY_MS = 86_400_000;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** A second of UTC, cut up as the layouts want it. */
interface Parts {
  readonly date: Date;
  readonly year: string;
  readonly month: string;
  readonly name: string;
  readonly day: string;
  readonly blankDay: string;
  readonly weekday: string;
  readonly clock: string;
}

function partsOf(date: Date): Parts {
  const iso = date.toISOString();
  return {
    date,
    year: iso.slice(0, 4),
    month: iso.slice(5, 7),
    name: MONTHS[date.getUTCMonth()] ?? '',
    day: iso.slice(8, 10),
    blankDay: String(date.getUTCDate()).padStart(2),
    weekday: WEEKDAYS[date.getUTCDay()] ?? '',
    clock: iso.slice(11, 19),
  };
}

/** Layouts that name the year, with the fraction's digits that they have at most. */
const WITH_YEAR: readonly (readonly [string, number, (parts: Parts, fraction: string) => string])[] = [
  ['yyyy-mm-ddTHH:MM:SS', 9, ({ year, month, day, clock }, f) => `${year}-${month}-${day}T${clock}${f}`],
  ['yyyy-mm-dd HH:MM:SS', 9, ({ year, month, day, clock }, f) => `${year}-${month}-${day} ${clock}${f}`],
  ['dd/Mon/yyyy:HH:MM:SS', 3, ({ year, name, day, clock }, f) => `${day}/${name}/${year}:${clock}${f}`],
  [
    'Mon dd yyyy HH:MM:SS',
    6,
    ({ year, name, blankDay, clock }, f) => `${name} ${blankDay} ${year} ${clock}${f}`,
  ],
  [
    'Www Mon dd HH:MM:SS yyyy',
    6,
    ({ year, name, blankDay, weekday, clock }, f) => `${weekday} ${name} ${blankDay} ${clock}${f} ${year}`,
  ],
  ['yyyy/mm/dd HH:MM:SS', 6, ({ year, month, day, clock }, f) => `${year}/${month}/${day} ${clock}${f}`],
  [
    'yymmdd HHMMSS',
    0,
    ({ year, month, day, clock }) => `${year.slice(2)}${month}${day} ${clock.replaceAll(':', '')}`,
  ],
  ['dd Mon yyyy HH:MM:SS.fff', 3, ({ year, name, day, clock }, f) => `${day} ${name} ${year} ${clock}${f}`],
  [
    'RFC 2822',
    0,
    ({ year, name, day, weekday, clock }) => `${weekday}, ${Number(day)} ${name} ${year} ${clock} +0000`,
  ],
];

const WITHOUT_YEAR: readonly (readonly [string, (parts: Parts) => string])[] = [
  ['Mon dd HH:MM:SS', ({ name, blankDay, clock }) => `${name} ${blankDay} ${clock}`],
  ['mmdd HH:MM:SS.ffffff', ({ month, day, clock }) => `${month}${day} ${clock}.000000`],
];

const seconds = fc.integer({ min: Date.UTC(1970, 0) / 1000, max: Date.UTC(2068, 11, 31) / 1000 });
const offsets = fc.integer({ min: -18 * 60, max: 18 * 60 });

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

function zoneText(minutes: number, style: string): string {
  const size = Math.abs(minutes);
  const hours = twoDigits(Math.floor(size / 60));
  const rest = twoDigits(size % 60);
  return `${minutes < 0 ? '-' : '+'}${hours}${style === 'hh' ? '' : style === 'hhmm' ? rest : `:${rest}`}`;
}

function microsOf(text: string, timezone = 'UTC', created = CREATED): number {
  return new TimestampReader(timezone, created).parse(text);
}

describe('every layout reads what it wrote', () => {
  it.each(WITH_YEAR)('%s', (_name, digits, write) => {
    const fraction = fc.tuple(fc.constantFrom('.', ','), fc.stringMatching(/^\d{0,9}$/));
    fc.assert(
      fc.property(seconds, fraction, (second, [mark, all]) => {
        const fractionDigits = all.slice(0, digits);
        const text = write(partsOf(new Date(second * 1000)), fractionDigits && mark + fractionDigits);
        const micros = Number(fractionDigits.padEnd(6, '0').slice(0, 6));
        expect([text, microsOf(text)]).toEqual([text, second * 1e6 + micros]);
      }),
    );
  });

  it('ISO 8601 with every way to write a zone', () => {
    fc.assert(
      fc.property(seconds, offsets, fc.constantFrom('hh', 'hhmm', 'hh:mm'), (second, minutes, style) => {
        const offset = style === 'hh' ? Math.trunc(minutes / 60) * 60 : minutes;
        const local = new Date((second + offset * 60) * 1000).toISOString().slice(0, 19);
        const text = `${local}${zoneText(offset, style)}`;
        expect([text, microsOf(text)]).toEqual([text, second * 1e6]);
      }),
    );
  });

  it('dd/Mon/yyyy:HH:MM:SS ±zzzz', () => {
    fc.assert(
      fc.property(seconds, offsets, (second, minutes) => {
        const { year, name, day, clock } = partsOf(new Date((second + minutes * 60) * 1000));
        const text = `${day}/${name}/${year}:${clock} ${zoneText(minutes, 'hhmm')}`;
        expect([text, microsOf(text)]).toEqual([text, second * 1e6]);
      }),
    );
  });

  it('epochs of seconds, milliseconds, microseconds and nanoseconds, told apart by size', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1e8, max: 4e9 }),
        fc.integer({ min: 0, max: 999_999 }),
        (second, micros) => {
          const six = String(micros).padStart(6, '0');
          expect(microsOf(String(second))).toBe(second * 1e6);
          expect(microsOf(`${second}.${six}`)).toBe(second * 1e6 + micros);
          expect(microsOf(`${second}${six.slice(0, 3)}`)).toBe(
            second * 1e6 + Math.floor(micros / 1000) * 1000,
          );
          expect(microsOf(`${second}${six}`)).toBe(second * 1e6 + micros);
          expect(microsOf(`${second}${six}789`)).toBe(second * 1e6 + micros);
        },
      ),
    );
  });
});

describe('a time without a year', () => {
  it.each(WITHOUT_YEAR)('%s is within half a year of the job, in any zone', (_name, write) => {
    const halfYearMs = 182 * DAY_MS;
    const distances = fc.integer({ min: -halfYearMs / 1000, max: halfYearMs / 1000 });
    const created = seconds.filter((second) => second > Date.UTC(1972, 0) / 1000);
    const zones = fc.constantFrom<[string, number]>(
      ['UTC', 0],
      ['Asia/Kolkata', 19_800],
      ['Etc/GMT+12', -43_200],
    );
    fc.assert(
      fc.property(created, distances, zones, (createdAt, distance, [zone, offset]) => {
        const second = createdAt + distance;
        const text = write(partsOf(new Date((second + offset) * 1000)));
        // Asia/Kolkata has had one offset since 1946.
        expect([text, microsOf(text, zone, createdAt * 1000)]).toEqual([text, second * 1e6]);
      }),
    );
  });

  it('goes over New Year in both directions, by the clock of its zone', () => {
    const read = (text: string, created: string, zone = 'UTC'): string =>
      new Date(microsOf(text, zone, Date.parse(created)) / 1000).toISOString();
    expect(read('Dec 31 23:59:59', '2026-01-01T00:00:10Z')).toBe('2025-12-31T23:59:59.000Z');
    expect(read('Jan  1 00:00:01', '2025-12-31T23:59:50Z')).toBe('2026-01-01T00:00:01.000Z');
    expect(read('Jan  1 00:30:00', '2025-12-31T23:30:00Z', 'Europe/Berlin')).toBe('2025-12-31T23:30:00.000Z');
    // 182 days and 12 hours either way but for the zone.
    expect(read('Jul  2 12:00:00', '2026-01-01T00:00:00Z', 'Etc/GMT-14')).toBe('2026-07-01T22:00:00.000Z');
    expect(read('Jul  2 12:00:00', '2026-01-01T00:00:00Z', 'Etc/GMT+12')).toBe('2025-07-03T00:00:00.000Z');
  });

  it('is of the leap year on 29 February, and missing on a day of no year, in any zone', () => {
    const read = (text: string, zone: string): number =>
      microsOf(text, zone, Date.parse('2028-01-15T00:14:29Z'));
    for (const [zone, instant] of [
      ['UTC', '2028-02-29T00:00:00Z'],
      ['Etc/GMT+12', '2028-02-29T12:00:00Z'],
      ['Asia/Kolkata', '2028-02-28T18:30:00Z'],
    ] as const) {
      expect(read('Feb 29 00:00:00', zone)).toBe(Date.parse(instant) * 1000);
      expect(read('0229 00:00:00.000000', zone)).toBe(Date.parse(instant) * 1000);
      expect(read('Feb 30 00:00:00', zone)).toBeNaN();
      expect(read('Apr 31 00:00:00', zone)).toBeNaN();
      expect(read('Feb 29 24:00:00', zone)).toBeNaN();
    }
  });

  it('is missing where the clock skips it in the nearest year, and taken from no other', () => {
    expect(microsOf('Mar 31 02:30:00', 'Europe/Berlin', Date.parse('2024-04-02T00:00:00Z'))).toBeNaN();
  });
});

describe('a time that does not exist', () => {
  it('is missing, in every layout with a year', () => {
    const field = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max });
    const times = fc.tuple(
      field(1999, 2001),
      field(0, 13),
      field(0, 32),
      field(0, 24),
      field(0, 60),
      field(0, 60),
    );
    fc.assert(
      fc.property(times, ([year, month, day, hour, minute, second]) => {
        const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
        const clock = `${twoDigits(hour)}:${twoDigits(minute)}:${twoDigits(second)}`;
        const iso = `${year}-${twoDigits(month)}-${twoDigits(day)}T${clock}`;
        const expected = date.toISOString().slice(0, 19) === iso ? date.getTime() * 1000 : Number.NaN;
        const texts = [
          iso,
          iso.replaceAll('-', '/').replace('T', ' '),
          `${iso.slice(2, 10).replaceAll('-', '')} ${clock.replaceAll(':', '')}`,
        ];
        if (month >= 1 && month <= 12)
          texts.push(`${twoDigits(day)}/${MONTHS[month - 1] ?? ''}/${year}:${clock} +0000`);
        expect(texts.map((text) => [text, microsOf(text)])).toEqual(texts.map((text) => [text, expected]));
      }),
      { numRuns: 2000 },
    );
  });

  it.each(['UTC', 'Europe/Berlin', 'Etc/GMT+12'])('never crashes, whatever the text, in %s', (zone) => {
    const piece = fc.constantFrom(
      '2024',
      '-',
      '/',
      ':',
      ' ',
      'T',
      'Z',
      '+02',
      'Mon',
      'Feb',
      '29',
      '00',
      '.',
      ',',
      '12',
      'PM',
      '(x)',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 3 })), { maxLength: 14 }), (pieces) => {
        const micros = microsOf(pieces.join(''), zone);
        expect(Number.isNaN(micros) || Number.isInteger(micros)).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it.each(['UTC', 'Europe/Berlin', 'Etc/GMT+12'])('is missing in layouts without a year, in %s', (zone) => {
    const field = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max });
    fc.assert(
      fc.property(
        field(0, 13),
        field(0, 32),
        fc.tuple(field(0, 25), field(0, 61), field(0, 61)),
        (month, day, clock) => {
          const leapYear = new Date(Date.UTC(2024, month - 1, day));
          const exists =
            leapYear.getUTCMonth() === month - 1 &&
            leapYear.getUTCDate() === day &&
            clock.every((part, i) => part < (i === 0 ? 24 : 60));
          const [time, name] = [clock.map(twoDigits).join(':'), MONTHS[month - 1] ?? 'Foo'];
          const texts = [`${name} ${twoDigits(day)} ${time}`, `${twoDigits(month)}${twoDigits(day)} ${time}`];
          const read = (text: string): boolean => !Number.isNaN(microsOf(text, zone));
          // An hour that summer time skips does not exist either.
          const skipped = zone === 'Europe/Berlin' && month === 3 && day === 29 && clock[0] === 2;
          expect(texts.map((text) => [text, read(text)])).toEqual(
            texts.map((text) => [text, exists && !skipped]),
          );
        },
      ),
      { numRuns: 2000 },
    );
  });
});
