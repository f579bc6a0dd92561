import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bucketsOver, MAX_BUCKETS } from './time-buckets.js';

const SECOND = 1_000_000n;
const FIRST = -62_135_596_800_000_000n;
const LAST = 253_402_300_799_999_999n;

describe('bucketsOver', () => {
  it.each([
    ['one moment', 5n * SECOND, 5n * SECOND, 1, 1],
    ['200 seconds', 0n, 200n * SECOND - 1n, 1, 200],
    ['a microsecond more', 0n, 200n * SECOND, 2, 101],
    ['a day', 0n, 86_400n * SECOND - 1n, 600, 144],
  ])('takes the smallest round width for %s', (_name, first, last, widthSeconds, count) => {
    expect(bucketsOver(first, last, 'auto')).toEqual({
      widthSeconds,
      originMicros: first - (first % (BigInt(widthSeconds) * SECOND)),
      count,
    });
  });

  it('begins at a multiple of the width, before 1970 too', () => {
    expect(bucketsOver(-1n, 1n, 60)).toEqual({ widthSeconds: 60, originMicros: -60n * SECOND, count: 2 });
  });

  it('refuses a width that gives too many, and says which one would do', () => {
    expect(() => bucketsOver(0n, 86_400n * SECOND, 60)).toThrow(
      expect.objectContaining({ code: 'TOO_MANY_BUCKETS', message: expect.stringContaining('600 seconds') }),
    );
  });

  it('covers any time span with few enough buckets', () => {
    const micros = fc.bigInt({ min: FIRST, max: LAST });
    fc.assert(
      fc.property(micros, micros, (a, b) => {
        const [first, last] = a < b ? [a, b] : [b, a];
        const { widthSeconds, originMicros, count } = bucketsOver(first, last, 'auto');
        expect(count).toBeGreaterThan(0);
        expect(count).toBeLessThanOrEqual(MAX_BUCKETS);
        expect(originMicros <= first).toBe(true);
        expect(originMicros + BigInt(count) * BigInt(widthSeconds) * SECOND > last).toBe(true);
      }),
    );
  });
});
