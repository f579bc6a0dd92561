import { describe, expect, it } from '@jest/globals';
import { decodeOffset, decodeRow, decodeTime, encodeOffset, encodeRow, encodeTime } from './position.js';

const KEY = 'parsed/ingest_date=2026-11-23/job_id=0190a6c0-7c4e-7b1a-9d2e-3f1c2b4a5d6e/attempt-1.parquet';
const OTHER = KEY.replace('attempt-1', 'attempt-2');
const JOB = '0190a6c0-7c4e-7b1a-9d2e-3f1c2b4a5d6e';
const refused: unknown = expect.objectContaining({ code: 'INVALID_CURSOR', kind: 'invalid' });
const text = (plain: string): string => Buffer.from(plain).toString('base64url');

describe('cursors', () => {
  it('lead back to where they were made', () => {
    expect(decodeRow(encodeRow(KEY, 'desc', 42), KEY, 'desc')).toBe(42);
    expect(decodeOffset(encodeOffset(KEY, 7), KEY)).toBe(7);
    for (const micros of [-62_135_596_800_000_000n, -1n, 1_747_476_303_000_000n]) {
      const position = { micros, jobId: JOB, row: 0 };
      expect(decodeTime(encodeTime(position))).toEqual(position);
    }
  });

  it('hold for one file and one order only', () => {
    expect(() => decodeRow(encodeRow(KEY, 'asc', 1), OTHER, 'asc')).toThrow(refused);
    expect(() => decodeRow(encodeRow(KEY, 'asc', 1), KEY, 'desc')).toThrow(refused);
    expect(() => decodeOffset(encodeOffset(KEY, 1), OTHER)).toThrow(refused);
  });

  it.each([
    '',
    'x',
    '\u0000',
    text('row'),
    text("row aaaaaaaa asc 1' OR 1=1"),
    text(`time 1 ${JOB} 1; DROP TABLE jobs`),
    text(`time 999999999999999999 ${JOB} 1`),
    text('time 1 ------------------------------------ 1'),
    encodeTime({ micros: 1n, jobId: JOB, row: 1 }).slice(1),
  ])('that were made up are refused: %j', (cursor) => {
    expect(() => decodeRow(cursor, KEY, 'asc')).toThrow(refused);
    expect(() => decodeOffset(cursor, KEY)).toThrow(refused);
    expect(() => decodeTime(cursor)).toThrow(refused);
  });
});
