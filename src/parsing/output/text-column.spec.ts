import bindings from '@duckdb/node-bindings';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { slotsAreAsDocumented } from './slot-layout.js';
import { TextColumn } from './text-column.js';

const ROWS = 2048;

/** What the engine reads in a vector that the column was written to: it casts the texts to bytes in hex by itself. */
function readBack(column: TextColumn, count: number): (string | null)[] {
  const chunk = bindings.create_data_chunk([bindings.create_logical_type(bindings.Type.VARCHAR)]);
  bindings.data_chunk_set_size(chunk, count);
  const vector = bindings.data_chunk_get_vector(chunk, 0);
  column.writeTo(vector, count);
  const validity = bindings.vector_get_validity(vector, Math.ceil(count / 64) * 8) as Uint8Array | null;
  const slots = Uint8Array.from(bindings.vector_get_data(vector, count * 16));
  return Array.from({ length: count }, (_, row) => {
    const bit = validity === null ? 1 : ((validity[row >>> 3] ?? 0) >>> (row & 7)) & 1;
    if (bit === 0) return null;
    const length = new DataView(slots.buffer).getUint32(row * 16, true);
    const bytes =
      length <= 12
        ? slots.subarray(row * 16 + 4, row * 16 + 4 + length)
        : bindings.get_data_from_pointer(slots.buffer, row * 16 + 8, length);
    return Buffer.from(bytes).toString();
  });
}

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: fc.constantFrom('a', 'é', '😀'), maxLength: 20 }),
);

describe('TextColumn', () => {
  it('knows how the engine lays out strings', () => {
    expect(slotsAreAsDocumented()).toBe(true);
  });

  it.each([true, false])(
    'gives the engine every text, however it was put in (points slots: %s)',
    (points) => {
      const column = new TextColumn(ROWS, points);
      const how = fc.constantFrom('text', 'bytes', 'line', 'pieces', 'null');
      fc.assert(
        fc.property(fc.array(fc.tuple(how, text), { minLength: 1, maxLength: 100 }), (rows) => {
          column.clear();
          const source = Buffer.from(rows.map(([, each]) => each).join('\n'));
          let at = 0;
          const expected = rows.map(([way, each], row) => {
            const end = at + Buffer.byteLength(each);
            if (way === 'text') column.setText(row, each);
            else if (way === 'bytes') column.setBytes(row, source, at, end);
            else if (way === 'line') column.setLine(row, source, at, end);
            else if (way === 'pieces') {
              const from = column.open(end - at);
              column.append(source, at, end);
              column.close(row, from);
            }
            at = end + 1;
            return way === 'null' ? null : Buffer.from(each).toString();
          });
          expect(rows.map((_, row) => column.text(row))).toEqual(expected);
          expect(readBack(column, rows.length)).toEqual(expected);
        }),
        { numRuns: 200 },
      );
    },
  );

  it('is the same after it was emptied, and holds more than its first memory', () => {
    const column = new TextColumn(ROWS);
    for (const letter of ['a', 'b']) {
      column.clear();
      for (let row = 0; row < 100; row += 1) column.setText(row, letter.repeat(10_000 + row));
      expect(column.bytes).toBeGreaterThan(1_000_000);
      expect(readBack(column, 101)).toEqual([
        ...Array.from({ length: 100 }, (_, row) => letter.repeat(10_000 + row)),
        null,
      ]);
    }
  });
});
