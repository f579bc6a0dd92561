import { meaningOf, type Role, ROLES } from '../fields/key-roles.js';
import { severityOf } from '../fields/severity.js';
import type { TimestampReader } from '../fields/timestamp-reader.js';
import { splitCsvRow } from './csv-row.js';
import { isBlank } from './format-reader.js';

/** How a CSV file is written and what its columns mean. */
export interface CsvDialect {
  readonly delimiter: string;
  readonly hasHeader: boolean;
  /** Names for the attributes, unique. */
  readonly names: readonly string[];
  /** Columns by role, best name first. */
  readonly roles: readonly (readonly [Role, number])[];
  /** Share of the sampled rows that have the usual number of columns. */
  readonly confidence: number;
}

const DELIMITERS = [',', ';', '\t', '|'] as const;
const NAME = /^[\p{L}_@#$][\p{L}\p{N}_@#$ .:/()[\]%-]{0,80}$/u;
const MAX_ROW_LINES = 50;

/** Rows of a sample, quoted line breaks joined; rows that stay open are left out. */
function sampleRows(lines: readonly string[], delimiter: string): string[][] {
  const rows: string[][] = [];
  for (let i = 0; i < lines.length;) {
    let text = lines[i] ?? '';
    let used = 1;
    let cells = splitCsvRow(text, delimiter);
    while (cells === 'open' && used < MAX_ROW_LINES && i + used < lines.length) {
      text += `\n${lines[i + used] ?? ''}`;
      used += 1;
      cells = splitCsvRow(text, delimiter);
    }
    if (typeof cells === 'string') i += 1;
    else {
      if (!isBlank(text)) rows.push([...cells]);
      i += used;
    }
  }
  return rows;
}

function usualWidth(rows: readonly string[][]): { width: number; share: number } {
  const counts = new Map<number, number>();
  for (const { length } of rows) counts.set(length, (counts.get(length) ?? 0) + 1);
  let width = 1;
  let most = 0;
  for (const [candidate, count] of counts) {
    if (count > most || (count === most && candidate > width)) [width, most] = [candidate, count];
  }
  return { width, share: rows.length === 0 ? 0 : most / rows.length };
}

function looksLikeHeader(first: readonly string[], rows: readonly string[][]): boolean {
  const names = first.map((cell) => cell.trim());
  if (!names.every((name) => NAME.test(name))) return false;
  const known = names.some((name) => (meaningOf(name)?.own ?? null) !== null);
  // Values repeat in later rows, names do not.
  const repeats = rows
    .slice(1)
    .some((row) => row.length === first.length && row.every((cell, i) => cell === first[i]));
  return known || (!repeats && rows.length > 1 && new Set(names).size === names.length);
}

function uniqueNames(header: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return header.map((cell, i) => {
    const name = cell.trim() === '' ? `column_${i + 1}` : cell.trim();
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name}_${count}`;
  });
}

function rolesByName(names: readonly string[]): [Role, number][] {
  const candidates = names.flatMap((name, column) => {
    const own = meaningOf(name)?.own;
    return own ? [{ ...own, column }] : [];
  });
  candidates.sort((a, b) => a.rank - b.rank);
  return ROLES.flatMap((role) =>
    candidates
      .filter((candidate) => candidate.role === role)
      .map(({ column }): [Role, number] => [role, column]),
  );
}

/** Without a header only what the values themselves show: a column of timestamps, a column of level words. */
function rolesByContent(
  rows: readonly string[][],
  width: number,
  timestamps: TimestampReader,
): [Role, number][] {
  const matching = rows.filter((row) => row.length === width);
  const column = (fits: (cell: string) => boolean): number => {
    for (let i = 0; i < width; i += 1) {
      if (matching.length > 0 && matching.every((row) => fits(row[i] ?? ''))) return i;
    }
    return -1;
  };
  const time = column((cell) => /\D/.test(cell) && !Number.isNaN(timestamps.parse(cell)));
  const level = column((cell) => severityOf('postgres', cell) > 0);
  const roles: [Role, number][] = [];
  if (time >= 0) roles.push(['time', time]);
  if (level >= 0) roles.push(['level', level]);
  return roles;
}

/** Finds the delimiter and the columns' meaning from the first lines of a file. */
export function detectCsvDialect(lines: readonly string[], timestamps: TimestampReader): CsvDialect {
  let best = { delimiter: ',', rows: [] as string[][], width: 1, share: 0 };
  for (const delimiter of DELIMITERS) {
    const rows = sampleRows(lines, delimiter);
    const { width, share } = usualWidth(rows);
    const better =
      width > 1 &&
      (best.width === 1 || share > best.share + 0.05 || (share >= best.share && width > best.width));
    if (better || best.rows.length === 0) best = { delimiter, rows, width, share };
  }
  const first = best.rows[0] ?? [];
  const hasHeader = first.length > 0 && looksLikeHeader(first, best.rows);
  const names = uniqueNames(hasHeader ? first : Array.from({ length: best.width }, () => ''));
  return {
    delimiter: best.delimiter,
    hasHeader,
    names,
    roles: hasHeader ? rolesByName(names) : rolesByContent(best.rows, best.width, timestamps),
    confidence: best.share,
  };
}
