import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { FormatReader } from './formats/format-reader.js';
import { FileByteSource } from './input/byte-source.js';
import type { StreamFault } from './input/stream-fault.js';
import { openReader } from './open-reader.js';
import type { RecordBatch } from './output/record-batch.js';
import { RecordSink } from './output/record-sink.js';
import { writeRecordsParquet } from './output/records-parquet.js';
import { RejectWriter } from './output/reject-writer.js';
import type {
  ParseOutcome,
  ParseProgress,
  ParseRefusalCode,
  ParseRequest,
  ParseStatistics,
} from './parse-request.js';
import { type StagedInput, stageInput } from './stage-input.js';
import { HandedOver, verifyRecords, verifyRejects } from './verify-results.js';

/** Names of what the parser writes into the job's folder. */
export const PARQUET_NAME = 'records.parquet';
export const REJECTS_NAME = 'rejects.ndjson';

const REFUSALS: Readonly<Partial<Record<ParseRefusalCode, string>>> = {
  REJECTED_LINE: 'A line could not be read, and the job was to stop at the first such line.',
  TOO_MANY_REJECTS: 'More lines could not be read than the job allows.',
  OUTPUT_TOO_LARGE: 'The records and rejects of the file are larger than a result may be.',
};

function seconds(since: number): number {
  return Math.round(performance.now() - since) / 1000;
}

/** The count of lines is kept twice, by who reads them and by who sorts them; they must agree. */
function assertBalance(reader: FormatReader, sink: RecordSink, written: number): void {
  const { totalLines, records } = sink.ledger;
  if (totalLines !== reader.lineNo)
    throw new Error(`${totalLines} lines were counted, ${reader.lineNo} were read`);
  if (records !== written) throw new Error(`${records} records were counted, ${written} are in the result`);
}

/**
 * Parses one file: everything between the raw bytes and the result, in the job's own folder. Reads synchronously and so
 * belongs into a process of its own.
 *
 * @throws only for faults of the machine or of this program; a file that cannot be parsed is a refusal
 */
export async function parseFile(
  request: ParseRequest,
  onProgress: (progress: ParseProgress) => void = () => undefined,
): Promise<ParseOutcome> {
  const startedAt = performance.now();
  const staged = await stageInput(request);
  const stageSeconds = seconds(startedAt);
  if ('refused' in staged) {
    return { outcome: 'refused', code: staged.refused, message: staged.message, statistics: null };
  }
  const source = new FileByteSource(staged.path);
  const rejects = new RejectWriter(join(request.workDir, REJECTS_NAME));
  try {
    return await parseStaged(request, staged, source, rejects, stageSeconds, onProgress);
  } finally {
    source.close();
  }
}

async function parseStaged(
  request: ParseRequest,
  staged: StagedInput,
  source: FileByteSource,
  rejects: RejectWriter,
  stageSeconds: number,
  onProgress: (progress: ParseProgress) => void,
): Promise<ParseOutcome> {
  const startedAt = performance.now();
  const { reader, confidence } = await openReader(request, staged.path, source);
  const sink = new RecordSink(rejects, { ...request, maxRejectBytes: request.limits.maxOutputBytes });
  const parquetPath = join(request.workDir, PARQUET_NAME);
  const outputBytes = (): number =>
    rejects.bytes + (statSync(parquetPath, { throwIfNoEntry: false })?.size ?? 0);
  const handedOver = new HandedOver();
  const nextBatch = (): RecordBatch => {
    sink.startBatch();
    if (outputBytes() > request.limits.maxOutputBytes) sink.refusal ??= 'OUTPUT_TOO_LARGE';
    reader.fill(sink);
    const { records, rejectedLines, totalLines } = sink.ledger;
    const fraction = source.size === 0 ? 1 : source.position / source.size;
    onProgress({ fraction, lines: totalLines, records, rejectedLines });
    handedOver.add(sink.batch);
    return sink.batch;
  };
  let written: number;
  try {
    written = await writeRecordsParquet(parquetTarget(request, parquetPath), nextBatch);
    if (staged.fault !== null && !sink.stopped) rejectFault(sink, reader, staged.fault);
  } finally {
    rejects.close();
  }
  if (outputBytes() > request.limits.maxOutputBytes) sink.refusal ??= 'OUTPUT_TOO_LARGE';
  const statistics: ParseStatistics = {
    ...sink.ledger.counts(),
    bytes: staged.bytes,
    decompressed_bytes: staged.decompressedBytes,
    replaced_bytes: staged.replacedBytes + reader.replacedBytes,
    detected_format: reader.name,
    detected_confidence: Math.round(confidence * 1000) / 1000,
    compression: staged.compression,
    encoding: staged.encoding,
    seconds: { stage: stageSeconds, parse: seconds(startedAt) },
  };
  if (sink.refusal !== null) {
    const message = REFUSALS[sink.refusal] ?? '';
    const file = { path: join(request.workDir, REJECTS_NAME), bytes: rejects.bytes };
    return { outcome: 'refused', code: sink.refusal, message, statistics, rejects: file };
  }
  assertBalance(reader, sink, written);
  await verifyRecords(parquetPath, handedOver);
  verifyRejects(join(request.workDir, REJECTS_NAME), { bytes: rejects.bytes, count: sink.ledger.rejects });
  return {
    outcome: 'parsed',
    statistics,
    parquetPath,
    parquetBytes: statSync(parquetPath).size,
    rejectsPath: join(request.workDir, REJECTS_NAME),
    rejectsBytes: rejects.bytes,
  };
}

function parquetTarget(request: ParseRequest, path: string): Parameters<typeof writeRecordsParquet>[0] {
  const constants = { jobId: request.jobId, labels: request.labels, observedAtMs: Date.now() };
  return { workDir: request.workDir, path, memoryMb: request.limits.memoryMb, constants };
}

const FAULTS: Readonly<Record<StreamFault['code'], string>> = {
  TRUNCATED_INPUT: 'The compressed data ends early',
  CORRUPT_INPUT: 'The compressed data is damaged',
  TRAILING_GARBAGE: 'Something that is not compressed follows the compressed data and was ignored',
};

/** What is lost lies behind the last line, so no line is counted for it. */
function rejectFault(sink: RecordSink, reader: FormatReader, { code, offset }: StreamFault): void {
  const doubt = code === 'CORRUPT_INPUT' ? ', and some of it may be damaged too' : '';
  const message = `${FAULTS[code]}, at byte ${offset} of the file as sent; what came before was read${doubt}.`;
  sink.reject(Math.max(1, reader.lineNo), 0, code, message, '');
}
