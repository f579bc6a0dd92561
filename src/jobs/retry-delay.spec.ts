import { describe, expect, it } from '@jest/globals';
import { retryDelayMs } from './retry-delay.js';

describe('retryDelayMs', () => {
  it('doubles with each attempt', () => {
    expect([1, 2, 3, 4].map((attempt) => retryDelayMs(1_000, attempt, 0.5))).toEqual([
      1_000, 2_000, 4_000, 8_000,
    ]);
  });

  it('is spread over half to one and a half', () => {
    expect(retryDelayMs(1_000, 1, 0)).toBe(500);
    expect(retryDelayMs(1_000, 1, 1)).toBe(1_500);
  });

  it('is bounded', () => {
    expect(retryDelayMs(1_000, 60, 0.5)).toBe(300_000);
  });
});
