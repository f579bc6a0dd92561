import { meaningOf, type Role, ROLES } from '../fields/key-roles.js';
import { severityOf } from '../fields/severity.js';
import { chooseTime } from '../fields/choose-time.js';
import { isTimeOfDay } from '../fields/timestamp-layout.js';
import type { TimestampReader } from '../fields/timestamp-reader.js';
import { believedHeader } from './csv-header.js';
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
  /** Share of the sampled rows whose time can be read. */
  readonly timeShare: number;
}

const DELIMITERS = [',', ';', '\t', '|'] as const;
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

/**
 * Without a header only what the values themselves show: a column of times, or one of dates and one of times of day, and
 * a column of level words.
 */
function rolesByContent({ delimiter, rows, width }: Layout, timestamps: TimestampReader): [Role, number][] {
  const matching = rows.filter((row) => row.length === width);
  const column = (fits: (cell: string, row: readonly string[], at: number) => boolean): number => {
    for (let i = 0; i < width; i += 1) {
      if (matching.length > 0 && matching.every((row) => fits(row[i] ?? '', row, i))) return i;
    }
    return -1;
  };
  const isTime = (cell: string): boolean => /\D/.test(cell) && !Number.isNaN(timestamps.parse(cell.trim()));
  const time = column(
    (cell, row, at) =>
      isTime(cell) &&
      !timestamps.dateOnly &&
      // `10:00:01,234 INFO` is one time with a fraction, not two cells.
      !(delimiter === ',' && /^\d{1,9}\D/.test(row[at + 1] ?? '')),
  );
  const date = time >= 0 ? -1 : column(isTime);
  const clock = date < 0 ? -1 : column(isTimeOfDay);
  const level = column((cell) => severityOf('postgres', cell.trim()) > 0);
  return [
    ...[time, date, clock].filter((at) => at >= 0).map((at): [Role, number] => ['time', at]),
    ...(level >= 0 ? [['level', level] as [Role, number]] : []),
  ];
}

/** Share of the rows whose time can be read. */
function timeShare(
  rows: readonly string[][],
  roles: readonly (readonly [Role, number])[],
  timestamps: TimestampReader,
): number {
  const columns = roles.flatMap(([role, column]) => (role === 'time' ? [column] : []));
  if (columns.length === 0 || rows.length === 0) return 0;
  const read = rows.filter(
    (row) =>
      chooseTime(
        timestamps,
        columns.map((column) => row[column] ?? null),
      ) !== null,
  );
  return read.length / rows.length;
}

interface Layout {
  readonly delimiter: string;
  readonly rows: readonly string[][];
  readonly width: number;
  readonly share: number;
}

function findLayout(lines: readonly string[]): Layout {
  let best: Layout = { delimiter: ',', rows: [], width: 1, share: 0 };
  for (const delimiter of DELIMITERS) {
    const rows = sampleRows(lines, delimiter);
    const { width, share } = usualWidth(rows);
    const better =
      width > 1 &&
      (best.width === 1 || share > best.share + 0.05 || (share >= best.share && width > best.width));
    if (better || best.rows.length === 0) best = { delimiter, rows, width, share };
  }
  return best;
}

/** Finds the delimiter and the columns' meaning from the first lines of a file. */
export function detectCsvDialect(lines: readonly string[], timestamps: TimestampReader): CsvDialect {
  const layout = findLayout(lines);
  const { delimiter, rows, width, share } = layout;
  const header = believedHeader(rows, timestamps);
  const names = uniqueNames(header ?? Array.from({ length: width }, () => ''));
  const roles = header === null ? rolesByContent(layout, timestamps) : rolesByName(names);
  return {
    delimiter,
    hasHeader: header !== null,
    names,
    roles,
    confidence: share,
    timeShare: timeShare(header === null ? rows : rows.slice(1), roles, timestamps),
  };
}
