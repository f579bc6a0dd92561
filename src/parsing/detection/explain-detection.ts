import type { FormatGuess } from '../preview-request.js';
import type { RequestedFormat } from '../parse-request.js';
import type { Detection } from './detect-format.js';

const DELIMITER_NAMES: Readonly<Record<string, string>> = {
  ',': 'commas',
  ';': 'semicolons',
  '\t': 'tabs',
  '|': 'bars',
};

const percent = (share: number): string => `${Math.round(share * 100)} %`;
const rounded = (share: number): number => Math.round(share * 1000) / 1000;

/** The name by which the statistics know what was detected. */
export function nameOf(detection: Detection): string {
  return detection.format === 'text' ? (detection.pattern?.name ?? 'plain') : detection.format;
}

/** One sentence for a person: what of the text led to the choice. */
export function explain(detection: Detection, requested: RequestedFormat): string {
  const asked = requested === 'auto' ? '' : ` It is read as ${requested} because that was asked for.`;
  return reason(detection) + asked;
}

function reason(detection: Detection): string {
  const share = percent(detection.confidence);
  switch (detection.format) {
    case 'json':
      return 'The text is one JSON document: an array of objects, or objects one after another.';
    case 'ndjson':
      return `${share} of the lines looked at are JSON objects, one a line.`;
    case 'w3c':
      return `A #Fields directive names the columns, and ${share} of the lines have as many.`;
    case 'csv': {
      const { names, delimiter, hasHeader } = detection.dialect;
      const between = DELIMITER_NAMES[delimiter] ?? delimiter;
      const header = hasHeader ? 'the first row is a header' : 'there is no header';
      return `${share} of the rows have ${names.length} columns with ${between} between them; ${header}.`;
    }
    case 'text':
      return detection.pattern === null
        ? 'No pattern reads enough of the lines, so that each is a record with a body alone.'
        : `The pattern ${detection.pattern.name} reads ${share} of the lines looked at with a valid timestamp.`;
  }
}

/**
 * What else the text could be read as, surest first.
 *
 * @param detect what is found when a format is asked for
 */
export function alternatives(
  chosen: Detection,
  detect: (requested: RequestedFormat) => Detection,
): FormatGuess[] {
  const taken = new Set([nameOf(chosen)]);
  const guesses: FormatGuess[] = [];
  for (const requested of ['auto', 'ndjson', 'csv', 'text'] as const) {
    const detection = detect(requested);
    const format = nameOf(detection);
    const isNothing =
      detection.confidence === 0 || (detection.format === 'csv' && detection.dialect.names.length < 2);
    if (taken.has(format) || isNothing) continue;
    taken.add(format);
    guesses.push({ format, confidence: rounded(detection.confidence) });
  }
  return guesses.sort((a, b) => b.confidence - a.confidence);
}
