import { describe, expect, it } from '@jest/globals';
import { bytesOfPart, planParts } from './multipart.js';

const MIB = 1_048_576;

describe('planParts', () => {
  it.each([
    [12 * MIB, 5 * MIB, 3],
    [10 * MIB, 5 * MIB, 2],
    [10 * MIB + 1, 5 * MIB, 3],
    [1, 5 * MIB, 1],
    [5_120 * MIB, 16 * MIB, 320],
  ])('cuts %d bytes into parts of %d', (bytes, wanted, count) => {
    const plan = planParts(bytes, wanted);
    expect(plan).toEqual({ partBytes: wanted, count });
    const sizes = Array.from({ length: count }, (_part, index) => bytesOfPart(bytes, plan, index + 1));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(bytes);
    expect(Math.min(...sizes)).toBeGreaterThan(0);
  });

  it('never needs more than 10,000 parts', () => {
    const plan = planParts(100_000 * MIB, 5 * MIB);
    expect(plan).toEqual({ partBytes: 10 * MIB, count: 10_000 });
  });
});
