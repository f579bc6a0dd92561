import { RefusedError } from './answer.js';

describe('a refusal', () => {
  it.each([
    [404, 'JOB_NOT_FOUND', true],
    [409, 'JOB_STATE_CONFLICT', true],
    [422, 'VALIDATION_FAILED', true],
    [409, 'IDEMPOTENCY_KEY_IN_USE', false],
    [409, 'PARTS_MISSING', false],
    [401, 'INVALID_TOKEN', false],
    [429, 'TOO_MANY_QUEUED_JOBS', false],
    [503, 'SERVICE_UNAVAILABLE', false],
    [504, '', false],
  ])('of %i %s ends an upload: %s', (status, code, ends) => {
    expect(new RefusedError(status, code, '').isJudgement).toBe(ends);
  });
});
