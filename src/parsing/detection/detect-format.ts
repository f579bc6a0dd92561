import { type CsvDialect, detectCsvDialect } from '../formats/csv-dialect.js';
import { beginsRecordsDocument } from '../formats/records-document.js';
import { isBlank } from '../formats/format-reader.js';
import { TextRecordReader } from '../formats/text-record.js';
import { jsonFaultAt } from '../fields/json-fault-at.js';
import type { TimestampReader } from '../fields/timestamp-reader.js';
import type { RequestedFormat } from '../parse-request.js';
import type { PatternCatalogue } from '../patterns/catalogue.js';
import { GENERAL_PATTERN } from '../patterns/general.js';
import type { TextPattern } from '../patterns/text-pattern.js';
import { looksLikeCsv } from './csv-evidence.js';
import { detectText } from './detect-text.js';
import type { Sample } from './sample-lines.js';

/** How a file is to be read; `confidence` is the share of the sampled lines that this reads. */
export type Detection = { readonly confidence: number } & (
  | { readonly format: 'json' | 'ndjson' | 'w3c' }
  | { readonly format: 'csv'; readonly dialect: CsvDialect }
  | { readonly format: 'text'; readonly pattern: TextPattern | null }
);

const ARRAY_OF_OBJECTS = /^\s*\[\s*(?:\{\s*(?:"|\}|$)|\]\s*$|$)/;
const PRETTY_OBJECT = /^\s*\{\s*(?:\n|"[^"\n]{0,200}"\s*:[^\n]{0,1000}\n)/;
const MIN_NDJSON_SHARE = 0.5;
/** Enough where half of the lines at least begin like an object: many of them may be broken. */
const MIN_BROKEN_SHARE = 0.2;
/** Where a text pattern reads this much, commas in its lines mean nothing by themselves. */
const MIN_TEXT_SHARE = 0.5;

function isObjectLine(line: string): boolean {
  if (!line.trimStart().startsWith('{')) return false;
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

/** Whether a text that begins like an object over several lines goes on like one for two lines, or is one. */
function isPrettyObject(head: string): boolean {
  if (!PRETTY_OBJECT.test(head)) return false;
  const text = head.trimStart();
  const fault = jsonFaultAt(text);
  const secondEnd = text.indexOf('\n', text.indexOf('\n') + 1);
  const isLate = fault < 0 || fault >= (secondEnd < 0 ? text.length : secondEnd);
  return isLate || jsonFaultAt(text.slice(0, fault)) < 0;
}

function objectBeginnings(lines: readonly string[]): number {
  return lines.filter((line) => line.trimStart().startsWith('{')).length / lines.length;
}

function detectJson({ head, lines }: Sample): Detection | null {
  if (ARRAY_OF_OBJECTS.test(head)) return { format: 'json', confidence: 1 };
  const filled = lines.filter((line) => !isBlank(line));
  const objects = filled.map(isObjectLine);
  const share = filled.length === 0 ? 0 : objects.filter(Boolean).length / filled.length;
  const isLines = share >= MIN_NDJSON_SHARE || (share >= MIN_BROKEN_SHARE && objectBeginnings(filled) >= 0.5);
  // Whole objects on their lines are records each, batches of records too; one alone may be the document of a batch.
  if (beginsRecordsDocument(head) && !(isLines && objects[0] === true && filled.length > 1)) {
    return { format: 'json', confidence: 1 };
  }
  if (isLines) return { format: 'ndjson', confidence: share };
  return objects[0] !== true && isPrettyObject(head) ? { format: 'json', confidence: 1 } : null;
}

function detectAuto(sample: Sample, timestamps: TimestampReader, catalogue: PatternCatalogue): Detection {
  const json = detectJson(sample);
  if (json !== null) return json;
  const text = asText(sample, timestamps, catalogue);
  if (text.format === 'w3c') return text;
  const dialect = detectCsvDialect(sample.lines, timestamps);
  const readsAsText = text.confidence >= MIN_TEXT_SHARE;
  const isCsv = looksLikeCsv(dialect, sample.lines) && (!readsAsText || knowsTimesBetter(dialect, text));
  return isCsv ? { format: 'csv', dialect, confidence: dialect.confidence } : text;
}

/** A pattern that is more than a time and the rest is only given up for a header. */
function knowsTimesBetter(dialect: CsvDialect, text: Detection): boolean {
  const general = text.format === 'text' && text.pattern === GENERAL_PATTERN;
  return dialect.timeShare >= text.confidence && (general || dialect.hasHeader);
}

function asText(sample: Sample, timestamps: TimestampReader, catalogue: PatternCatalogue): Detection {
  const records = new TextRecordReader(timestamps);
  const { pattern, confidence } = detectText(sample.lines, records, catalogue.patterns);
  return pattern === 'w3c' ? { format: 'w3c', confidence } : { format: 'text', pattern, confidence };
}

function objectShare({ lines }: Sample): number {
  const filled = lines.filter((line) => !isBlank(line));
  return filled.length === 0 ? 0 : filled.filter(isObjectLine).length / filled.length;
}

/** Decides how to read a file from its beginning; a format that was asked for is not questioned. */
export function detectFormat(
  requested: RequestedFormat,
  sample: Sample,
  timestamps: TimestampReader,
  catalogue: PatternCatalogue,
): Detection {
  switch (requested) {
    case 'auto':
      return detectAuto(sample, timestamps, catalogue);
    case 'json':
      return { format: 'json', confidence: 1 };
    case 'ndjson':
      return { format: 'ndjson', confidence: objectShare(sample) };
    case 'csv': {
      const dialect = detectCsvDialect(sample.lines, timestamps);
      return { format: 'csv', dialect, confidence: dialect.confidence };
    }
    case 'text':
      return asText(sample, timestamps, catalogue);
  }
}
