import { detectFormat, type Detection } from './detection/detect-format.js';
import { readSample } from './detection/sample-lines.js';
import { FieldAssigner } from './fields/field-assigner.js';
import { JsonRecordReader } from './fields/json-record.js';
import { TimestampReader } from './fields/timestamp-reader.js';
import { CsvReader } from './formats/csv-reader.js';
import { CsvRecordReader } from './formats/csv-record.js';
import type { FormatReader } from './formats/format-reader.js';
import { JsonReader } from './formats/json-reader.js';
import { JsonSplitter } from './formats/json-splitter.js';
import { NdjsonReader } from './formats/ndjson-reader.js';
import { TextReader } from './formats/text-reader.js';
import { TextRecordReader } from './formats/text-record.js';
import { W3cReader } from './formats/w3c-reader.js';
import type { ByteSource } from './input/byte-source.js';
import { LineReader } from './input/line-reader.js';
import type { ParseLimits, ParseRequest } from './parse-request.js';
import { type PatternCatalogue, patternCatalogue } from './patterns/catalogue.js';

/** One JSON object in a document may be larger than a line, within reason. */
const MAX_JSON_RECORD_BYTES = 16 * 1024 * 1024;

/** A reader chosen for a file, and how sure the choice is. */
export interface OpenedReader {
  readonly reader: FormatReader;
  readonly confidence: number;
}

/** Looks at the beginning of the file at `path` and gives the reader for it, which will read from `source`. */
export async function openReader(
  request: ParseRequest,
  path: string,
  source: ByteSource,
): Promise<OpenedReader> {
  const { maxLineBytes } = request.limits;
  const timestamps = new TimestampReader(request.timezone, request.createdAtMs);
  const catalogue = await patternCatalogue();
  const detection = detectFormat(request.format, readSample(path, maxLineBytes), timestamps, catalogue);
  const reader = readerFor(detection, source, request.limits, timestamps, catalogue);
  return { reader, confidence: detection.confidence };
}

function readerFor(
  detection: Detection,
  source: ByteSource,
  { maxLineBytes, maxNestingDepth }: ParseLimits,
  timestamps: TimestampReader,
  catalogue: PatternCatalogue,
): FormatReader {
  const fields = new FieldAssigner(timestamps);
  if (detection.format === 'json') {
    return new JsonReader(
      new JsonSplitter(source, MAX_JSON_RECORD_BYTES),
      new JsonRecordReader(fields, maxNestingDepth),
    );
  }
  const lines = new LineReader(source, maxLineBytes);
  switch (detection.format) {
    case 'ndjson':
      return new NdjsonReader(lines, new JsonRecordReader(fields, maxNestingDepth));
    case 'csv':
      return new CsvReader(lines, detection.dialect, new CsvRecordReader(detection.dialect, fields));
    case 'w3c':
      return new W3cReader(lines, timestamps);
    case 'text':
      return new TextReader(lines, new TextRecordReader(timestamps), detection.pattern, catalogue);
  }
}
