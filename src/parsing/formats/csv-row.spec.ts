import { describe, expect, it } from '@jest/globals';
import { splitCsvRow } from './csv-row.js';

describe('splitCsvRow', () => {
  it.each([
    ['a,b,c', ['a', 'b', 'c']],
    ['', ['']],
    [',', ['', '']],
    ['"a,b",c', ['a,b', 'c']],
    ['"say ""hi""",""', ['say "hi"', '']],
    ['"two\nlines",x', ['two\nlines', 'x']],
    ['a "quoted" word,b', ['a "quoted" word', 'b']],
    ['a,"b"', ['a', 'b']],
    ['a,"b",', ['a', 'b', '']],
  ])('splits %j', (row, cells) => {
    expect(splitCsvRow(row, ',')).toEqual(cells);
  });

  it('tells a field that is open from one that is broken', () => {
    expect(splitCsvRow('a,"b', ',')).toBe('open');
    expect(splitCsvRow('a,"b""', ',')).toBe('open');
    expect(splitCsvRow('a,"b"c,d', ',')).toBe('invalid');
  });
});
