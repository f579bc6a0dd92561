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

  it('keeps a date and a time that are none', async () => {
    const fields = 'date time cs-method';
    expect(
      await attributesOf(fields, '2024-13-01 10:00:00 GET', '2024-03-01 - GET', '2024-03-01 10:00:00 GET'),
    ).toEqual([
      '{"date":"2024-13-01","time":"10:00:00","method":"GET"}',
      '{"date":"2024-03-01","method":"GET"}',
      '{"method":"GET"}',
    ]);
    expect(await attributesOf('date x', '2024-03-01 y')).toEqual(['{"date":"2024-03-01","x":"y"}']);
  });

  it('has no host where none is named', async () => {
    const file = '#Fields: date time s-computername\n2024-03-01 10:00:00 -\n2024-03-01 10:00:00 WEB1\n';
    const { rows } = await parseBytes(file);
    expect(rows.map(({ host }) => host)).toEqual([null, 'WEB1']);
  });

  it('loses nothing of a quoted value that is not closed', async () => {
    const lines = ['"abc', '"', '"a ""b"'].map((value) => `2024-03-01 10:00:00 ${value}`);
    expect(await attributesOf('date time x', ...lines)).toEqual([
      '{"x":"\\"abc"}',
      '{"x":"\\""}',
      '{"x":"a \\"b"}',
    ]);
  });
});
