import { describe, expect, it } from '@jest/globals';
import { retryPauseMs } from './retry-pause.js';

describe('retryPauseMs', () => {
  it('goes through the schedule, spread by a tenth, and ends with it', () => {
    expect([1, 2, 3].map((attempt) => retryPauseMs([5, 300], attempt, 0.5))).toEqual([5_000, 300_000, null]);
    expect([retryPauseMs([100], 1, 0), retryPauseMs([100], 1, 1)]).toEqual([90_000, 110_000]);
  });
});
