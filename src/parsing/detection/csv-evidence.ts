import type { CsvDialect } from '../formats/csv-dialect.js';
import { isKnownName } from '../formats/csv-header.js';
import { isBlank } from '../formats/format-reader.js';

const MIN_SHARE = 0.9;
/** A header with a name that the record knows (`time`, `level`, …) is evidence enough to bear more broken rows. */
const MIN_KNOWN_SHARE = 0.5;
/** So many columns in row after row are no accident; two are in any file whose sentences have a comma. */
const MIN_COLUMNS = 3;
/** A comma with a blank behind it is a sentence's as well as a row's. */
const MIN_SPACED_COLUMNS = 5;
const MIN_MARKED_SHARE = 0.5;

/** Whether there is more to a file's commas than that some text has them. */
export function looksLikeCsv(dialect: CsvDialect, lines: readonly string[]): boolean {
  const { names, hasHeader, delimiter, confidence, timeShare } = dialect;
  const filled = lines.filter((line) => !isBlank(line));
  if (names.length < 2 || filled.length < 2) return false;
  const known = hasHeader ? names.filter(isKnownName).length : 0;
  if (confidence < (known > 0 ? MIN_KNOWN_SHARE : MIN_SHARE)) return false;
  const share = (mark: (line: string) => boolean): number => filled.filter(mark).length / filled.length;
  const quoted = share((line) => line.startsWith('"') || line.includes(`${delimiter}"`)) >= MIN_MARKED_SHARE;
  if (names.length === 2) return quoted || known === 2 || (known === 1 && timeShare > MIN_MARKED_SHARE);
  if (quoted || hasHeader) return true;
  const spaced = share((line) => line.includes(`${delimiter} `)) >= MIN_MARKED_SHARE;
  return names.length >= (spaced ? MIN_SPACED_COLUMNS : MIN_COLUMNS);
}
