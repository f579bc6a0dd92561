/** Cells of one CSV row, or why there are none yet. */
export type CsvCells = readonly string[] | 'open' | 'invalid';

/**
 * Splits a row (RFC 4180): a field that begins with a quote ends at the next single one, two stand for one; a quote
 * inside an unquoted field is a character like any other.
 *
 * @returns `open` where a quoted field is not closed in this text, `invalid` where something follows a closing quote
 */
export function splitCsvRow(row: string, delimiter: string): CsvCells {
  if (!row.includes('"')) return row.split(delimiter);
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    if (row.charAt(at) === '"') {
      const end = closingQuote(row, at + 1);
      if (end < 0) return 'open';
      const cell = row.slice(at + 1, end);
      cells.push(cell.includes('"') ? cell.replaceAll('""', '"') : cell);
      at = end + 1;
      if (at === row.length) return cells;
      if (row.charAt(at) !== delimiter) return 'invalid';
    } else {
      const end = row.indexOf(delimiter, at);
      if (end < 0) {
        cells.push(row.slice(at));
        return cells;
      }
      cells.push(row.slice(at, end));
      at = end;
    }
    at += 1;
  }
}

function closingQuote(row: string, from: number): number {
  for (let at = row.indexOf('"', from); at >= 0; at = row.indexOf('"', at + 2)) {
    if (row.charAt(at + 1) !== '"') return at;
  }
  return -1;
}
