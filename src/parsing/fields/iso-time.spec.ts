import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { IsoTime } from './iso-time.js';
import { TimestampReader } from './timestamp-reader.js';

const number = (max: number, digits: number): fc.Arbitrary<string> =>
  fc.nat(max).map((value) => String(value).padStart(digits, '0'));

/** Times as they are usually written, and much that is nearly one. */
const time = fc
  .tuple(
    number(9999, 4),
    number(13, 2),
    number(32, 2),
    fc.constantFrom('T', ' ', 't', '_'),
    number(25, 2),
    number(61, 2),
    number(61, 2),
    fc.oneof(
      fc.constant(''),
      fc
        .tuple(fc.constantFrom('.', ','), fc.string({ unit: fc.constantFrom('0', '7', 'x'), maxLength: 11 }))
        .map((parts) => parts.join('')),
    ),
    fc.constantFrom(
      '',
      'Z',
      'z',
      ' Z',
      '+01:00',
      '-0330',
      '+19:00',
      '+18:59',
      '+05',
      ' +01:00',
      'CET',
      'Z ',
      '+01:00x',
    ),
  )
  .map(([year, month, day, mark, hour, minute, second, fraction, zone]) => {
    return `${year}-${month}-${day}${mark}${hour}:${minute}:${second}${fraction}${zone}`;
  });

describe('times read from bytes', () => {
  it.each(['UTC', 'America/New_York'])('are those that are read from text, in %s', (zone) => {
    const reader = new TimestampReader(zone, 0);
    const outcome = (micros: number) => {
      const { assumedZone, assumedYear, dateOnly } = reader;
      return Number.isNaN(micros) ? null : { micros, assumedZone, assumedYear, dateOnly };
    };
    fc.assert(
      fc.property(time, fc.constantFrom('', ' ', 'x'), (text, around) => {
        const whole = around + text + around;
        const bytes = Buffer.from(`9${whole}9`);
        const expected = outcome(reader.parse(whole.trim()));
        expect(outcome(reader.parseBytes(bytes, 1, bytes.length - 1))).toEqual(expected);
      }),
      { numRuns: 3000 },
    );
  });

  it('take the short way for what most files hold', () => {
    const iso = new IsoTime();
    for (const text of [
      '2024-02-29T12:34:56Z',
      '2024-02-29 12:34:56.789',
      '2024-02-29T12:34:56,123456789+05:30',
    ]) {
      expect(iso.read(Buffer.from(text), 0, text.length)).toBe(true);
    }
    expect(iso.offset).toBe(19_800);
    expect(iso.micros).toBe(123_456);
  });
});
