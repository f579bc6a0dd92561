import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { detectFormat, type Detection } from './detection/detect-format.js';
import { alternatives, explain, nameOf } from './detection/explain-detection.js';
import { readSample } from './detection/sample-lines.js';
import { TimestampReader } from './fields/timestamp-reader.js';
import { readFirstRecords } from './output/read-records.js';
import { PARQUET_NAME, parseFile, REJECTS_NAME } from './parse-file.js';
import type { ParseProgress, RequestedFormat } from './parse-request.js';
import { patternCatalogue } from './patterns/catalogue.js';
import type { PreviewAnswer, PreviewReject, PreviewRequest } from './preview-request.js';

/**
 * Parses a short file as any other and answers what came of it: the records are read from the very result that a job
 * would have published.
 */
export async function previewText(
  request: PreviewRequest,
  onProgress: (progress: ParseProgress) => void,
): Promise<PreviewAnswer> {
  const outcome = await parseFile(request, onProgress);
  // Only what is compressed is refused unread, and within a text nothing can inflate beyond a bound.
  if (outcome.statistics === null) throw new Error('the text was refused unread');
  const detect = await detector(request);
  const chosen = detect(request.format);
  return {
    detected: {
      format: nameOf(chosen),
      confidence: outcome.statistics.detected_confidence,
      why: explain(chosen, request.format),
    },
    alternatives: alternatives(chosen, detect),
    statistics: outcome.statistics,
    failure: outcome.outcome === 'refused' ? { code: outcome.code, message: outcome.message } : null,
    records: await readFirstRecords(join(request.workDir, PARQUET_NAME), request.maxItems),
    rejects: await readFirstRejects(join(request.workDir, REJECTS_NAME), request.maxItems),
  };
}

async function detector({
  sourcePath,
  limits,
  timezone,
  createdAtMs,
}: PreviewRequest): Promise<(requested: RequestedFormat) => Detection> {
  const sample = readSample(sourcePath, limits.maxLineBytes);
  const catalogue = await patternCatalogue();
  const timestamps = new TimestampReader(timezone, createdAtMs);
  return (requested) => detectFormat(requested, sample, timestamps, catalogue);
}

async function readFirstRejects(path: string, count: number): Promise<PreviewReject[]> {
  const rejects: PreviewReject[] = [];
  for await (const line of createInterface({ input: createReadStream(path) })) {
    if (rejects.length === count) break;
    rejects.push(JSON.parse(line) as PreviewReject);
  }
  return rejects;
}
