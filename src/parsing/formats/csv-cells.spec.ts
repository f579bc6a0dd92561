import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CsvCells } from './csv-cells.js';
import { splitCsvRow } from './csv-row.js';

describe('CsvCells', () => {
  it('finds the cells that splitting a string gives, or the same fault', () => {
    const piece = fc.constantFrom('"', '""', ',', ';', 'a', 'é', '\n', ' ', '"a"', '"a,b"', '"x""y"');
    const cells = new CsvCells(','.charCodeAt(0));
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 200 }),
        fc.constantFrom('', '"', ',', '"\n'),
        (pieces, around) => {
          const row = pieces.join('');
          const start = around.length;
          const end = start + Buffer.byteLength(row);
          const kind = cells.split(Buffer.from(around + row + around), start, end);
          const found = Array.from({ length: cells.count }, (_, cell) => cells.text(cell));
          expect(kind === 'row' ? found : kind).toEqual(splitCsvRow(row, ','));
        },
      ),
      { numRuns: 3000 },
    );
  });
});
