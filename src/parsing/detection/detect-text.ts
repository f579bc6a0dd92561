import { looksContinued } from '../formats/text-reader.js';
import { isBlank } from '../formats/format-reader.js';
import type { TextRecordReader } from '../formats/text-record.js';
import { fieldsDirective, splitW3cLine } from '../formats/w3c-reader.js';
import { GENERAL_PATTERN } from '../patterns/general.js';
import type { TextPattern } from '../patterns/text-pattern.js';

export interface TextDetection {
  /** `w3c`, a pattern, or null where none reads enough. */
  readonly pattern: TextPattern | 'w3c' | null;
  /** Share of the sampled lines read with a valid timestamp, lines that plainly continue others left out; 0 to 1. */
  readonly confidence: number;
}

/** Below this share a pattern is an accident, or one guest in a file of something else. */
const MIN_SHARE = 0.2;
const MIN_W3C_SHARE = 0.5;
/**
 * What a less specific pattern must read more than one that it backs up anyway, line by line: one odd line in a thousand
 * must not cost all others their fields.
 */
const FAMILY_MARGIN = 0.1;
const GENERAL_MARGIN = 0.3;

function detectW3c(lines: readonly string[]): TextDetection | null {
  let fields: readonly string[] | null = null;
  let read = 0;
  let total = 0;
  for (const line of lines) {
    if (line.startsWith('#')) fields = fieldsDirective(line) ?? fields;
    else if (!isBlank(line)) {
      total += 1;
      if (fields !== null && splitW3cLine(line).length === fields.length) read += 1;
    }
  }
  if (fields === null) return null;
  const confidence = total === 0 ? 1 : read / total;
  return confidence >= MIN_W3C_SHARE ? { pattern: 'w3c', confidence } : null;
}

/** Share of the lines that a pattern reads with a valid timestamp. */
function shareOf(pattern: TextPattern, lines: readonly string[], records: TextRecordReader): number {
  let read = 0;
  for (const line of lines) {
    const row = records.read(pattern, line, 1);
    if (row !== null && !Number.isNaN(row.micros)) read += 1;
  }
  return read / lines.length;
}

function margin(pattern: TextPattern, best: TextPattern): number {
  if (pattern === GENERAL_PATTERN) return GENERAL_MARGIN;
  return pattern.family === best.family ? FAMILY_MARGIN : 0;
}

/**
 * Chooses the pattern that reads the largest share of the lines with a valid timestamp.
 *
 * @param patterns the most specific first, which is the one with the most fields: it wins a tie
 */
export function detectText(
  lines: readonly string[],
  records: TextRecordReader,
  patterns: readonly TextPattern[],
): TextDetection {
  const w3c = detectW3c(lines);
  if (w3c !== null) return w3c;
  const candidates = lines.filter((line) => !isBlank(line) && !looksContinued(line));
  if (candidates.length === 0) return { pattern: null, confidence: 0 };
  let best: { pattern: TextPattern; share: number } | null = null;
  for (const pattern of patterns) {
    const share = shareOf(pattern, candidates, records);
    if (share < MIN_SHARE) continue;
    if (best === null || share > best.share + margin(pattern, best.pattern)) best = { pattern, share };
  }
  return best === null ? { pattern: null, confidence: 0 } : { pattern: best.pattern, confidence: best.share };
}
