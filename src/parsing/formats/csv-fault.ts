/**
 * Where a row is at fault, 1-based: the quote that is never closed, or what follows a closing quote. Only called for rows
 * that are broken.
 */
export function csvFaultColumn(row: string, delimiter: string): number {
  for (let at = 0; ;) {
    const next = row.charAt(at) === '"' ? quotedEnd(row, at) : row.indexOf(delimiter, at);
    if (next < 0) return at + 1;
    if (row.charAt(next) !== delimiter) return next + 1;
    at = next + 1;
  }
}

/** Index behind the quoted field at `from`, -1 where it is not closed. */
function quotedEnd(row: string, from: number): number {
  for (let at = row.indexOf('"', from + 1); at >= 0; at = row.indexOf('"', at + 2)) {
    if (row.charAt(at + 1) !== '"') return at + 1;
  }
  return -1;
}

/** Where a row has a cell too many, 1-based; behind its end where it has too few. */
export function surplusColumn(row: string, delimiter: string, width: number): number {
  let cells = 0;
  for (let at = 0; at <= row.length;) {
    if (cells === width) return at + 1;
    const end = row.charAt(at) === '"' ? quotedEnd(row, at) : row.indexOf(delimiter, at);
    if (end < 0) break;
    cells += 1;
    at = end + 1;
  }
  return row.length + 1;
}
