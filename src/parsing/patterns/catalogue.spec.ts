import { describe, expect, it } from '@jest/globals';
import { detectText } from '../detection/detect-text.js';
import { TextRecordReader } from '../formats/text-record.js';
import { TimestampReader } from '../fields/timestamp-reader.js';
import { PATTERNS } from './catalogue.js';
import { GENERAL_PATTERN } from './general.js';
import type { PatternSample } from './text-pattern.js';

const records = new TextRecordReader(new TimestampReader('UTC', Date.parse('2026-06-01T00:00:00Z')));
const samples = PATTERNS.flatMap((pattern) => pattern.samples.map((sample) => ({ pattern, sample })));

function expectRow(sample: PatternSample, row: ReturnType<TextRecordReader['read']>): void {
  expect(row).not.toBeNull();
  expect(row && new Date(row.micros / 1000).toISOString()).toBe(sample.timestamp);
  expect(row?.severityNumber).toBe(sample.severityNumber ?? 0);
  expect(row?.severityText).toBe(sample.severityText ?? null);
  expect(row?.body).toBe(sample.body ?? null);
  expect(row?.service).toBe(sample.service ?? null);
  expect(row?.host).toBe(sample.host ?? null);
  expect(JSON.parse(row?.attributes ?? '{}')).toMatchObject(sample.attributes ?? {});
}

describe('patterns', () => {
  it.each(samples.map(({ pattern, sample }) => [pattern.name, sample.line, pattern, sample] as const))(
    '%s reads %s',
    (_name, line, pattern, sample) => {
      expectRow(sample, records.read(pattern, line, 1));
    },
  );

  it.each(samples.map(({ pattern, sample }) => [pattern.name, sample.line] as const))(
    'detection tells %s by %s',
    (name, line) => {
      const { pattern } = detectText([line], records);
      expect(pattern === 'w3c' ? pattern : pattern?.name).toBe(name);
    },
  );

  it('has a capture group for every field', () => {
    for (const { name, expression, fields } of PATTERNS) {
      const groups = new RegExp(`${expression.source}|`).exec('')?.length ?? 0;
      expect({ name, groups: groups - 1 }).toEqual({ name, groups: fields.length });
    }
  });

  it('lets no expression stop at U+2028 and U+2029, which are no line ends in a file', () => {
    expect(PATTERNS.filter(({ expression }) => !expression.dotAll).map(({ name }) => name)).toEqual([]);
    for (const separator of ['\u2028', '\u2029']) {
      const row = records.read(GENERAL_PATTERN, `2024-03-01 10:00:01 before${separator}after`, 1);
      expect(row?.body).toBe(`before${separator}after`);
    }
  });

  it('stays linear on adversarial lines of 1 MiB', () => {
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
    const starts = [
      '',
      ...samples.map(({ sample }) => sample.line),
      ...samples.map(({ sample }) => sample.line.slice(0, -1)),
    ];
    let slowest = { ms: 0, name: '', filler: '' };
    for (const filler of fillers) {
      const tail = filler.repeat((1024 * 1024) / filler.length);
      for (const start of starts) {
        // Made flat here, not once for every pattern inside the time that is measured.
        const line = Buffer.from(start + tail).toString();
        for (const pattern of PATTERNS) {
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
