import { statSync } from 'node:fs';
import { join } from 'node:path';
import { FileByteSource } from './input/byte-source.js';
import { type Compression, compressionOf, foreignCompressionOf, readHead } from './input/compression.js';
import { inflateFile, type InflateResult } from './input/inflate-file.js';
import type { StreamFault } from './input/stream-fault.js';
import { type Encoding, encodingOf, transcodeUtf16 } from './input/transcode-utf16.js';
import type { ParseLimits, ParseRefusalCode, ParseRequest } from './parse-request.js';

/** A file ready to be read: inflated and in UTF-8. */
export interface StagedInput {
  readonly path: string;
  readonly compression: Compression;
  readonly encoding: Encoding;
  readonly bytes: number;
  readonly decompressedBytes: number;
  /** Why the compressed stream was not read to its end; null where it was. */
  readonly fault: StreamFault | null;
  /** Bytes replaced on the way to UTF-8. */
  readonly replacedBytes: number;
}

export interface StageRefusal {
  readonly refused: ParseRefusalCode;
  readonly message: string;
}

const HEAD_BYTES = 16;

function transcode(
  path: string,
  encoding: Encoding,
  workDir: string,
): { path: string; replacedBytes: number } {
  if (encoding === 'utf-8') return { path, replacedBytes: 0 };
  const target = join(workDir, 'transcoded');
  const source = new FileByteSource(path);
  try {
    return { path: target, replacedBytes: transcodeUtf16(source, encoding, target) };
  } finally {
    source.close();
  }
}

/** The file cannot be inflated within the bounds, or not at all. */
function refusal(kind: Exclude<InflateResult['kind'], 'inflated'>, limits: ParseLimits): StageRefusal {
  switch (kind) {
    case 'too-large':
      return {
        refused: 'DECOMPRESSED_TOO_LARGE',
        message: `The file is larger than ${limits.maxDecompressedBytes} bytes when decompressed.`,
      };
    case 'ratio-exceeded':
      return {
        refused: 'COMPRESSION_RATIO_EXCEEDED',
        message: `The file decompresses to more than ${limits.maxCompressionRatio} times its size.`,
      };
    case 'unsupported':
      return {
        refused: 'UNSUPPORTED_COMPRESSION',
        message: 'The file is zstd with a dictionary or a window above 128 MiB, which is not supported.',
      };
  }
}

function unsupported(name: string): StageRefusal {
  const message = `The file is packed as ${name}, which is not read; send it plain, or as gzip or zstd.`;
  return { refused: 'UNSUPPORTED_COMPRESSION', message };
}

/** Inflates and transcodes a file into the job's folder where it needs it; a plain UTF-8 file is left where it is. */
export async function stageInput(request: ParseRequest): Promise<StagedInput | StageRefusal> {
  const { sourcePath, workDir, limits } = request;
  const bytes = statSync(sourcePath).size;
  const head = readHead(sourcePath, HEAD_BYTES);
  const foreign = foreignCompressionOf(head);
  if (foreign !== null) return unsupported(foreign);
  const compression = compressionOf(head);
  let path = sourcePath;
  let decompressedBytes = bytes;
  let fault: StreamFault | null = null;
  if (compression !== 'none') {
    path = join(workDir, 'decompressed');
    const bounds = { maxBytes: limits.maxDecompressedBytes, maxRatio: limits.maxCompressionRatio };
    const result = await inflateFile(compression, sourcePath, path, bounds);
    if (result.kind !== 'inflated') return refusal(result.kind, limits);
    ({ bytes: decompressedBytes, fault } = result);
  }
  const encoding = encodingOf(readHead(path, HEAD_BYTES));
  const staged = transcode(path, encoding, workDir);
  return { ...staged, compression, encoding, bytes, decompressedBytes, fault };
}
