import { describe, expect, it } from '@jest/globals';
import { parseBytes } from '../../../test/parsing/parse-request-fixture.js';

describe('CSV', () => {
  it('reads rows whose attributes are far larger than they are', async () => {
    const names = Array.from({ length: 10_000 }, (_, i) => `name ${i} `.padEnd(77, 'x'));
    const rows = Array.from({ length: 400 }, () => `2024${','.repeat(names.length - 1)}`);
    const { statistics } = await parseBytes([names.join(','), ...rows, ''].join('\n'), { format: 'csv' });
    expect(statistics).toMatchObject({ lines: 401, records: 400, structural_lines: 1 });
  });

  it.each([
    ['1 MiB', 0, { records: 2, rejected_lines: 0 }],
    ['a byte more', 1, { records: 2, rejected_lines: 2 }],
  ])('takes a row of up to 1 MiB: %s', async (_, more, expected) => {
    const half = 'x'.repeat(512 * 1024 - 1);
    // Two quotes and two line breaks are bytes of the row too.
    const row = [`"${half}`, half.slice(2 - more), '"'].join('\n');
    const { statistics } = await parseBytes(`${row}\nlast\n`, { format: 'csv' });
    expect(statistics).toMatchObject(expected);
  });
});
