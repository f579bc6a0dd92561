import { describe, expect, it } from '@jest/globals';
import { isValidKey } from './validated-storage.js';

describe('isValidKey', () => {
  it.each(['raw-logs/0190.log', 'parsed/ingest_date=2026-11-23/job_id=1/attempt-1.parquet', 'a'])(
    'takes %s',
    (key) => {
      expect(isValidKey(key)).toBe(true);
    },
  );

  it.each([
    '',
    '/a',
    'a/',
    'a//b',
    '../a',
    'a/../b',
    'a/.b',
    '.',
    'a b',
    'a\0',
    'a\\b',
    'a?b',
    'a%2fb',
    'ä',
    'x'.repeat(513),
  ])('refuses %j', (key) => {
    expect(isValidKey(key)).toBe(false);
  });
});
