import { describe, expect, it } from '@jest/globals';
import { UnavailableError } from '../common/errors/domain.error.js';
import { ObjectChangedError, ObjectNotFoundError } from '../common/storage/storage-errors.js';
import { ChecksumMismatchError } from './errors.js';
import { judgeFailure } from './failure-policy.js';

describe('judgeFailure', () => {
  it.each([
    ['an object that is gone', new ObjectNotFoundError(), 'give_up', 'OBJECT_NOT_FOUND'],
    ['an object that was replaced', new ObjectChangedError(), 'give_up', 'OBJECT_CHANGED'],
    ['a wrong digest', new ChecksumMismatchError(), 'give_up', 'CHECKSUM_MISMATCH'],
    ['storage away', new UnavailableError('storage'), 'retry', 'STORAGE_UNAVAILABLE'],
    [
      'a lost connection',
      Object.assign(new Error('x'), { code: 'ECONNRESET' }),
      'retry',
      'DATABASE_UNAVAILABLE',
    ],
    ['a full disk', Object.assign(new Error('x'), { code: 'ENOSPC' }), 'retry', 'SCRATCH_FULL'],
    ['anything unknown', new Error('secret'), 'retry', 'INTERNAL_ERROR'],
    ['something that is no error', null, 'retry', 'INTERNAL_ERROR'],
  ])('%s', (_name, error, action, code) => {
    const judged = judgeFailure(error);
    expect(judged).toMatchObject({ action, code });
    expect(judged.message).not.toContain('secret');
  });
});
