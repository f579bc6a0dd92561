import { describe, expect, it } from '@jest/globals';
import { parseBytes } from '../../../test/parsing/parse-request-fixture.js';

describe('CSV', () => {
  it('reads rows whose attributes are far larger than they are', async () => {
    const names = Array.from({ length: 10_000 }, (_, i) => `name ${i} `.padEnd(77, 'x'));
    const rows = Array.from({ length: 400 }, () => `2024${','.repeat(names.length - 1)}`);
    const { statistics } = await parseBytes([names.join(','), ...rows, ''].join('\n'), { format: 'csv' });
    expect(statistics).toMatchObject({ lines: 401, records: 400, structural_lines: 1 });
  });
});
