import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FieldAssigner } from '../fields/field-assigner.js';
import { JsonRecordReader } from '../fields/json-record.js';
import { TimestampReader } from '../fields/timestamp-reader.js';
import { RecordSink } from '../output/record-sink.js';
import { RejectWriter } from '../output/reject-writer.js';
import { BufferByteSource } from '../../../test/parsing/buffer-byte-source.js';
import { JsonReader } from './json-reader.js';
import { JsonSplitter } from './json-splitter.js';

interface Found {
  readonly raws: (string | null)[];
  readonly codes: string[];
  /** record, rejected, structural, blank lines. */
  readonly lines: number[];
}

describe('JSON documents', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'json-reader-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function read(text: string, step?: number, maxRecordBytes = 10_000): Found {
    const rejects = new RejectWriter(join(folder, 'rejects'));
    const sink = new RecordSink(rejects, { onError: 'continue', maxRejects: null });
    const splitter = new JsonSplitter(new BufferByteSource(Buffer.from(text), step), maxRecordBytes);
    const reader = new JsonReader(
      splitter,
      new JsonRecordReader(new FieldAssigner(new TimestampReader('UTC', 0))),
    );
    reader.fill(sink);
    rejects.close();
    const codes = readFileSync(join(folder, 'rejects'), 'utf8').split('\n').filter(Boolean);
    const counts = sink.ledger.counts();
    expect(sink.ledger.totalLines).toBe(reader.lineNo);
    // Every text given here is valid.
    expect(reader.replacedBytes).toBe(0);
    return {
      raws: Array.from({ length: sink.batch.size }, (_, row) => sink.batch.raw.text(row) ?? ''),
      codes: codes.map((line) => (JSON.parse(line) as { code: string }).code),
      lines: [counts.record_lines, counts.rejected_lines, counts.structural_lines, counts.blank_lines],
    };
  }

  it.each<[string, Found]>([
    ['', { raws: [], codes: [], lines: [0, 0, 0, 0] }],
    ['[]', { raws: [], codes: [], lines: [0, 0, 1, 0] }],
    ['[{"a":1},{"a":2}]', { raws: ['{"a":1}', '{"a":2}'], codes: [], lines: [1, 0, 0, 0] }],
    ['[\n{"a":1},\n{"a":2}\n]\n', { raws: ['{"a":1}', '{"a":2}'], codes: [], lines: [2, 0, 2, 0] }],
    [
      '{\r\n"a":1\r\n}\r\n\r\n{"b":2}',
      { raws: ['{\r\n"a":1\r\n}', '{"b":2}'], codes: [], lines: [4, 0, 0, 1] },
    ],
    ['{"Records":[\n{"a":"]}\\""}\n]}', { raws: ['{"a":"]}\\""}'], codes: [], lines: [1, 0, 2, 0] }],
    ['{"Records":[{"a":1}],"next":"x"}', { raws: ['{"a":1}'], codes: [], lines: [1, 0, 0, 0] }],
    [
      '{"Records":[\n{"a":1}\n],\n"next":{"b":["}\\""]}\n}\n{"c":1}',
      { raws: ['{"a":1}', '{"c":1}'], codes: [], lines: [2, 0, 4, 0] },
    ],
    [
      '{"Records":[{"a":1}]}\n{"Records":[{"a":2}],"n":1}\n',
      { raws: ['{"a":1}', '{"a":2}'], codes: [], lines: [2, 0, 0, 0] },
    ],
    ['{"Records":[1,2],"n":1}', { raws: ['{"Records":[1,2],"n":1}'], codes: [], lines: [1, 0, 0, 0] }],
    ['{"Records":[\n{"a":1}]\n{"b":1}', { raws: ['{"a":1}', '{"b":1}'], codes: [], lines: [2, 0, 1, 0] }],
    ['{"Records":[{"a":1}],\n"next":"x', { raws: ['{"a":1}'], codes: ['INVALID_JSON'], lines: [1, 1, 0, 0] }],
    [
      '[{"a":1},\n{"a":2},\n{"a":',
      { raws: ['{"a":1}', '{"a":2}'], codes: ['INVALID_JSON'], lines: [2, 1, 0, 0] },
    ],
    ['[{"a":1}\n', { raws: ['{"a":1}'], codes: ['INVALID_JSON'], lines: [1, 0, 0, 0] }],
    [
      '[1, "x,]", [2], {"a":1}]',
      { raws: ['{"a":1}'], codes: Array<string>(3).fill('NOT_AN_OBJECT'), lines: [1, 0, 0, 0] },
    ],
    [
      '["x\\"{}\\"y", "z\\\\", {"a":1}]',
      { raws: ['{"a":1}'], codes: ['NOT_AN_OBJECT', 'NOT_AN_OBJECT'], lines: [1, 0, 0, 0] },
    ],
    [
      '{"a":1}}\n]]]\n,,,\n{"b":2}\n',
      { raws: ['{"a":1}', '{"b":2}'], codes: Array<string>(3).fill('INVALID_JSON'), lines: [2, 2, 0, 0] },
    ],
    [
      '[\n,\n{"a":1},\n,{"a":2},\n]\n]',
      {
        raws: ['{"a":1}', '{"a":2}'],
        codes: Array<string>(3).fill('INVALID_JSON'),
        lines: [2, 2, 2, 0],
      },
    ],
    [
      '[{"a":1}]\n[{"b":1},2,[3],{"c":1}]',
      {
        raws: ['{"a":1}', '{"b":1}', '{"c":1}'],
        codes: ['NOT_AN_OBJECT', 'NOT_AN_OBJECT'],
        lines: [2, 0, 0, 0],
      },
    ],
    ['nonsense here\n{"a":1}', { raws: ['{"a":1}'], codes: ['INVALID_JSON'], lines: [1, 1, 0, 0] }],
    ['{"a": "open\n{"a":1}', { raws: ['{"a":1}'], codes: ['INVALID_JSON'], lines: [1, 1, 0, 0] }],
    ['{"a" 1}\n{"a":1}', { raws: ['{"a":1}'], codes: ['INVALID_JSON'], lines: [1, 1, 0, 0] }],
  ])('%j', (text, expected) => {
    for (const step of [undefined, 1, 3]) expect(read(text, step)).toEqual(expected);
  });

  describe('an object that is not closed', () => {
    const values = (count: number): string[] => Array.from({ length: count }, (_, i) => `{"a":${i}}`);

    it.each([
      ['', '[', ']'],
      ['', '[\n', '\n]\n'],
      ['  ', '[\n', '\n]\n'],
      ['\t', '', ''],
    ])('costs the lines up to the next one: %j', (indent, before, after) => {
      const own = ['{"a":{"b":1}', '', ...values(2000)].map((value) => (value && indent) + value);
      const text = before + own.join(before === '' ? '\n' : ',\n') + after;
      const found = read(text.replace(',\n,', ',\n'));
      expect(found).toMatchObject({ raws: values(2000), codes: ['INVALID_JSON'] });
      expect(found.lines.slice(0, 2)).toEqual([2000, 2]);
    });

    it('may be larger than a record', () => {
      const text = ['[{"a":{"b":1},', values(200).join(',\n'), ']'].join('\n');
      for (const step of [undefined, 7]) {
        expect(read(text, step, 1000)).toEqual({
          raws: values(200),
          codes: ['INVALID_JSON'],
          lines: [200, 1, 1, 0],
        });
      }
    });

    it('is not seen in what is indented otherwise', () => {
      const text = '[\n  {"a":[\n    {\n    "b":1},\n{"c":2}]}\n]';
      expect(read(text)).toMatchObject({ codes: [], lines: [4, 0, 2, 0] });
    });

    it('costs no time however many there are', () => {
      const startedAt = performance.now();
      const found = read('{"a":{\n'.repeat(2000), undefined, 2 ** 20);
      expect(found.lines).toEqual([0, 2000, 0, 0]);
      expect(found.codes).toHaveLength(2000);
      const many = new JsonSplitter(new BufferByteSource(Buffer.from('{"a":{\n'.repeat(500_000))), 2 ** 20);
      while (many.next() !== null);
      expect(many.lines).toBe(500_000);
      expect(performance.now() - startedAt).toBeLessThan(20_000);
    });
  });

  it('cuts what it keeps of a broken value at a character', () => {
    for (const length of [4084, 4085, 4086, 4087]) {
      const { codes } = read(`[{"a":"${'x'.repeat(length)}${'\u{1f600}'.repeat(900)}\n"}]`);
      expect(codes[0]).toBe('INVALID_JSON');
    }
  });

  it('knows a long string for what it is', () => {
    for (const step of [undefined, 1000]) {
      for (const maxRecordBytes of [10_000, 4500]) {
        expect(read(`["${'a'.repeat(5000)}", {"a":1}]`, step, maxRecordBytes).codes).toEqual([
          'NOT_AN_OBJECT',
        ]);
      }
      expect(read(`"${'a'.repeat(5000)}\n{"a":1}`, step).codes).toEqual(['INVALID_JSON']);
    }
  });

  it('refuses what is too deep or too large without losing what follows', () => {
    const deep = `{"a":${'['.repeat(2000)}${']'.repeat(2000)}}`;
    expect(read(`${deep}\n{"a":1}`).codes).toEqual(['NESTING_TOO_DEEP']);
    const large = `{"a":"${'x'.repeat(30_000)}"}`;
    expect(read(`${large}\n{"a":1}`, 1000)).toEqual({
      raws: ['{"a":1}'],
      codes: ['RECORD_TOO_LARGE'],
      lines: [1, 1, 0, 0],
    });
  });
});
