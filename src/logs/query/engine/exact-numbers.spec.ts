import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseKeepingNumbers, WrittenNumber } from './exact-numbers.js';

describe('parseKeepingNumbers', () => {
  it('keeps how numbers are written where it matters', () => {
    expect(parseKeepingNumbers('{"a":12345678901234567890,"b":[1.50,-0,1e3],"c":1}')).toEqual({
      a: new WrittenNumber('12345678901234567890'),
      b: [new WrittenNumber('1.50'), new WrittenNumber('-0'), new WrittenNumber('1e3')],
      c: new WrittenNumber('1'),
    });
  });

  it('leaves what stands in strings alone', () => {
    const text = JSON.stringify({ '1.50': 'a: 1.50, "1e3" \\', n: '12345678901234567890' });
    expect(parseKeepingNumbers(text)).toEqual(JSON.parse(text));
  });

  it('is JSON.parse but for numbers', () => {
    const asNumbers = (value: unknown): unknown =>
      JSON.parse(
        JSON.stringify(value, (_key, one: unknown) =>
          one instanceof WrittenNumber ? Number(one.text) : one,
        ),
      );
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(asNumbers(parseKeepingNumbers(text))).toEqual(JSON.parse(JSON.stringify(JSON.parse(text))));
      }),
    );
  });
});
