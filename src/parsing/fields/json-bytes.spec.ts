import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TextColumn } from '../output/text-column.js';
import { appendJsonString, isShortNumber, MAX_ESCAPED_BYTES } from './json-bytes.js';
import { jsonScalar } from './json-text.js';

function written(text: string, doubled: boolean): string | null {
  const column = new TextColumn(1);
  const bytes = Buffer.from(text);
  const from = column.open(bytes.length * MAX_ESCAPED_BYTES + 2);
  appendJsonString(column, bytes, 0, bytes.length, doubled);
  column.close(0, from);
  return column.text(0);
}

// Valid UTF-8 holds no lone surrogates.
const text = fc.string({ unit: 'binary' }).map((each) => Buffer.from(each).toString());
const character = fc.constantFrom(
  '"',
  '\\',
  '\n',
  '\t',
  '\b',
  '\f',
  '\r',
  '\u0000',
  '\u001f',
  '\u007f',
  'a',
  'é',
);

describe('JSON written from bytes', () => {
  it('is what JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.oneof(text, fc.string({ unit: character })), (each) => {
        expect(written(each, false)).toBe(JSON.stringify(each));
        expect(written(each.replaceAll('"', '""'), true)).toBe(JSON.stringify(each));
      }),
      { numRuns: 1000 },
    );
  });

  it('has a number where a string would be written as one', () => {
    const digits = fc.string({
      unit: fc.constantFrom('0', '1', '9', '-', '.', 'e', '+', ' '),
      maxLength: 18,
    });
    fc.assert(
      fc.property(fc.oneof(digits, fc.double().map(String), fc.integer().map(String)), (each) => {
        const bytes = Buffer.from(`7${each}7`);
        expect(isShortNumber(bytes, 1, bytes.length - 1)).toBe(each !== '' && jsonScalar(each) === each);
      }),
      { numRuns: 2000 },
    );
  });
});
