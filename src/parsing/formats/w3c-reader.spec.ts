import { describe, expect, it } from '@jest/globals';
import { parseBytes } from '../../../test/parsing/parse-request-fixture.js';

/** Attributes of the records of a file whose lines have the given fields. */
async function attributesOf(fields: string, ...lines: string[]): Promise<unknown[]> {
  const { rows } = await parseBytes([`#Fields: ${fields}`, ...lines, ''].join('\n'));
  return rows.map(({ attributes }) => attributes);
}

describe('W3C extended', () => {
  it('takes any name for a field', async () => {
    expect(
      await attributesOf('date time constructor __proto__ toString', '2024-03-01 10:00:00 a b c'),
    ).toEqual(['{"constructor":"a","__proto__":"b","toString":"c"}']);
  });
});
