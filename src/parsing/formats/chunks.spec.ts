import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BufferByteSource } from '../../../test/parsing/buffer-byte-source.js';
import { detectFormat, type Detection } from '../detection/detect-format.js';
import { FieldAssigner } from '../fields/field-assigner.js';
import { JsonRecordReader } from '../fields/json-record.js';
import { TimestampReader } from '../fields/timestamp-reader.js';
import { LineReader } from '../input/line-reader.js';
import { RecordSink } from '../output/record-sink.js';
import { RejectWriter } from '../output/reject-writer.js';
import { type PatternCatalogue, patternCatalogue } from '../patterns/catalogue.js';
import { CsvReader } from './csv-reader.js';
import { CsvRecordReader } from './csv-record.js';
import type { FormatReader } from './format-reader.js';
import { JsonReader } from './json-reader.js';
import { JsonSplitter } from './json-splitter.js';
import { NdjsonReader } from './ndjson-reader.js';
import { TextReader } from './text-reader.js';
import { TextRecordReader } from './text-record.js';

const FORMATS = ['json', 'ndjson', 'csv', 'text'] as const;
/** More than what is kept of a line that is longer. */
const MAX_LINE_BYTES = 4500;

const piece = fc.constantFrom(
  ...[
    '{"a":1}',
    '{"time":"2024-05-01T12:00:00Z","level":"warn","msg":"hi \\u00e9","n":{"x":[1]}}',
    '{"a":1',
    '[',
    ']',
    ',',
  ],
  ...[
    'time,level,n\n',
    '2024-05-01T12:00:00Z,INFO,1\n',
    '2024-05-01T12:00:00Z,"WARN","a ""b""\nc"\n',
    '"open,1\n',
  ],
  ...[
    '2024-05-01 12:00:00 ERROR boom\n',
    '\tat x\n',
    'Caused by: y\n',
    '\n',
    '\r',
    '\r\n',
    ' ',
    '"',
    '\ufeff',
    '\0',
  ],
  ...['é', '😀', 'long'.repeat(1100)],
);
const bytes = fc
  .array(
    fc.oneof(
      piece.map((text) => Buffer.from(text)),
      fc.uint8Array({ maxLength: 4 }),
    ),
    { maxLength: 40 },
  )
  .map((pieces) => Buffer.concat(pieces));

describe('the size of the pieces in which a file is read', () => {
  let folder: string;
  let catalogue: PatternCatalogue;

  beforeAll(async () => {
    catalogue = await patternCatalogue();
    folder = mkdtempSync(join(tmpdir(), 'chunks-'));
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  function readerFor(
    detection: Detection,
    source: BufferByteSource,
    chunk: number | undefined,
  ): FormatReader {
    const timestamps = new TimestampReader('UTC', 0);
    const fields = new FieldAssigner(timestamps);
    const lines = new LineReader(source, MAX_LINE_BYTES, chunk);
    switch (detection.format) {
      case 'json':
        return new JsonReader(new JsonSplitter(source, 10_000), new JsonRecordReader(fields));
      case 'ndjson':
        return new NdjsonReader(lines, new JsonRecordReader(fields));
      case 'csv':
        return new CsvReader(lines, detection.dialect, new CsvRecordReader(detection.dialect, fields));
      case 'text':
      case 'w3c':
        return new TextReader(lines, new TextRecordReader(timestamps), null, catalogue);
    }
  }

  function read(file: Buffer, format: (typeof FORMATS)[number], step?: number, chunk?: number): unknown {
    const sample = new LineReader(new BufferByteSource(file), MAX_LINE_BYTES);
    const sampled: string[] = [];
    while (sample.next()) sampled.push(sample.text);
    const timestamps = new TimestampReader('UTC', 0);
    const detection = detectFormat(format, { lines: sampled, head: '' }, timestamps, catalogue);
    const rejects = new RejectWriter(join(folder, 'rejects'));
    const sink = new RecordSink(rejects, { onError: 'continue', maxRejects: null });
    const reader = readerFor(detection, new BufferByteSource(file, step), chunk);
    reader.fill(sink);
    rejects.close();
    const { batch } = sink;
    const counts = sink.ledger.counts();
    const tooLong = counts.rejects.some(({ code }) => code === 'LINE_TOO_LONG');
    return {
      lines: reader.lineNo,
      // What of a line that is too long was looked at depends on the pieces.
      replaced: tooLong ? null : reader.replacedBytes,
      counts,
      rejects: readFileSync(join(folder, 'rejects'), 'utf8'),
      rows: Array.from({ length: batch.size }, (_, row) => [
        batch.lineNo[row],
        batch.lineCount[row],
        batch.micros[row],
        ...batch.texts.map((column) => column.text(row)),
      ]),
    };
  }

  it.each(FORMATS)('changes nothing in what is read: %s', (format) => {
    const step = fc.integer({ min: 1, max: 60 });
    const chunk = fc.integer({ min: 4, max: 80 });
    fc.assert(
      fc.property(bytes, step, chunk, (file, stepBytes, chunkBytes) => {
        expect(read(file, format, stepBytes, chunkBytes)).toEqual(read(file, format));
      }),
      { numRuns: 300 },
    );
  });
});
