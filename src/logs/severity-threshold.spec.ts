import { describe, expect, it } from '@jest/globals';
import { parseSeverity } from './severity-threshold.js';

describe('parseSeverity', () => {
  it.each([
    ['1', 1],
    ['24', 24],
    ['trace', 1],
    ['Debug', 5],
    ['INFO', 9],
    ['warn', 13],
    ['WARNING', 13],
    ['error', 17],
    ['ERROR3', 19],
    ['fatal', 21],
  ])('reads %s as %d', (text, number) => {
    expect(parseSeverity(text)).toBe(number);
  });

  it.each(['', '0', '25', '-1', '1.5', '017', 'loud', 'error5', 'constructor', 'toString'])(
    'refuses %j',
    (text) => {
      expect(parseSeverity(text)).toBeNull();
    },
  );
});
