import { describe, expect, it } from '@jest/globals';
import { decodeCursor, encodeCursor } from './page-cursor.js';

describe('page cursor', () => {
  it('comes back as it went', () => {
    const position = {
      createdAt: new Date('2026-11-23T10:00:00.123Z'),
      id: '0190a6c0-7c4e-7b1a-9d2e-3f1c2b4a5d6e',
    };
    expect(decodeCursor(encodeCursor(position))).toEqual(position);
  });

  it.each([
    '',
    'rubbish',
    Buffer.from('1.notauuid').toString('base64url'),
    Buffer.from('x.0190a6c0-7c4e-7b1a-9d2e-3f1c2b4a5d6e').toString('base64url'),
  ])('refuses %j', (cursor) => {
    expect(() => decodeCursor(cursor)).toThrow(
      expect.objectContaining({ code: 'INVALID_CURSOR', kind: 'invalid' }),
    );
  });
});
