import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { detectText } from '../detection/detect-text.js';
import { TextRecordReader } from '../formats/text-record.js';
import { TimestampReader } from '../fields/timestamp-reader.js';
import { type PatternCatalogue, patternCatalogue } from './catalogue.js';
import { GENERAL_PATTERN } from './general.js';
import type { PatternSample, TextPattern } from './text-pattern.js';

const records = new TextRecordReader(new TimestampReader('UTC', Date.parse('2026-06-01T00:00:00Z')));
const DEFINITIONS = join(__dirname, 'definitions');

let catalogue: PatternCatalogue;
let samples: { readonly pattern: TextPattern; readonly sample: PatternSample }[];

beforeAll(async () => {
  catalogue = await patternCatalogue();
  samples = catalogue.patterns.flatMap((pattern) => pattern.samples.map((sample) => ({ pattern, sample })));
});

/** What must come of a sample, in the shape of `found`. */
function expected(sample: PatternSample): Record<string, unknown> {
  return {
    timestamp: sample.timestamp,
    severityNumber: sample.severityNumber ?? 0,
    severityText: sample.severityText ?? null,
    body: sample.body ?? null,
    service: sample.service ?? null,
    host: sample.host ?? null,
    traceId: sample.traceId ?? null,
    attributes: expect.objectContaining(sample.attributes ?? {}),
  };
}

function found(pattern: TextPattern, line: string): Record<string, unknown> | null {
  const row = records.read(pattern, line, 1);
  if (row === null || Number.isNaN(row.micros)) return null;
  const { severityNumber, severityText, body, service, host, traceId } = row;
  const timestamp = new Date(row.micros / 1000).toISOString();
  const attributes = JSON.parse(row.attributes ?? '{}') as unknown;
  return { timestamp, severityNumber, severityText, body, service, host, traceId, attributes };
}

describe('patterns', () => {
  it('are the files of their folder, each named as its pattern', () => {
    const files = readdirSync(DEFINITIONS).map((file) => file.replace(/\.ts$/, '').replaceAll('-', '_'));
    const names = catalogue.patterns.map(({ name }) => name);
    expect([...names].sort()).toEqual([...files, GENERAL_PATTERN.name].sort());
  });

  it('have several samples each, and read them as those say', () => {
    for (const pattern of catalogue.patterns) {
      expect([pattern.name, pattern.samples.length >= 2]).toEqual([pattern.name, true]);
      for (const sample of pattern.samples) {
        expect([sample.line, found(pattern, sample.line)]).toEqual([sample.line, expected(sample)]);
      }
    }
  });

  it('read the samples of no other pattern, unless they are less specific', () => {
    const ambiguous = samples.flatMap(({ pattern, sample }) =>
      catalogue.patterns
        .filter((other) => other !== pattern && found(other, sample.line) !== null)
        .filter((other) => other !== GENERAL_PATTERN && other.fields.length >= pattern.fields.length)
        .map((other) => [pattern.name, other.name, sample.line]),
    );
    expect(ambiguous).toEqual([]);
  });

  it('are detected by any sample, and by all of their samples together', () => {
    for (const pattern of catalogue.patterns) {
      const lines = pattern.samples.map(({ line }) => line);
      for (const sample of [...lines.map((line) => [line]), lines]) {
        const detection = detectText(sample, records, catalogue.patterns);
        expect([sample, detection]).toEqual([sample, { pattern, confidence: 1 }]);
      }
    }
  });

  it('have a capture group for every field', () => {
    for (const { name, expression, fields } of catalogue.patterns) {
      const groups = new RegExp(`${expression.source}|`).exec('')?.length ?? 0;
      expect({ name, groups: groups - 1 }).toEqual({ name, groups: fields.length });
    }
  });

  it('lets no expression stop at U+2028 and U+2029, which are no line ends in a file', () => {
    expect(catalogue.patterns.filter(({ expression }) => !expression.dotAll).map(({ name }) => name)).toEqual(
      [],
    );
    for (const separator of ['\u2028', '\u2029']) {
      const row = records.read(GENERAL_PATTERN, `2024-03-01 10:00:01 before${separator}after`, 1);
      expect(row?.body).toBe(`before${separator}after`);
    }
  });

  it('stay linear on adversarial lines, four times as long as what an expression gets to see', () => {
    const fillers = [
      ' ',
      'a',
      '"',
      '\\',
      '\\"',
      'a=',
      'a= ',
      '[',
      ']',
      '1',
      '1.',
      '-',
      ': ',
      ' LOG: ',
      '" "',
      '][',
      ',',
      '\t',
      ' a\u2028',
      '\\\u2028',
    ];
    const startsOf = ({ samples }: TextPattern): string[] =>
      samples.flatMap(({ line }) => ['', line, line.slice(0, -1)]);
    let slowest = { ms: 0, name: '', filler: '' };
    for (const filler of fillers) {
      const tail = filler.repeat((64 * 1024) / filler.length);
      for (const pattern of catalogue.patterns) {
        for (const start of startsOf(pattern)) {
          // Made flat here, not inside the time that is measured.
          const line = Buffer.from(start + tail).toString();
          const startedAt = performance.now();
          records.read(pattern, line, 1);
          const ms = performance.now() - startedAt;
          if (ms > slowest.ms) slowest = { ms, name: pattern.name, filler };
        }
      }
    }
    // What an expression sees is bounded, so even a busy machine stays far below this; a quadratic one takes seconds.
    expect(slowest.ms).toBeLessThan(500);
  });
});
