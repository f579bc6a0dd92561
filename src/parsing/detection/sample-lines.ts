import { FileByteSource } from '../input/byte-source.js';
import { LineReader } from '../input/line-reader.js';

const SAMPLE_BYTES = 256 * 1024;
const SAMPLE_LINES = 1000;
/** Looked at even where the first is longer than the sample: whether a second one exists tells formats apart. */
const MIN_LINES = 2;

/** The beginning of a file: what detection looks at. */
export interface Sample {
  /** Complete lines, at most 1,000 of the first 256 KiB; blank ones included. */
  readonly lines: readonly string[];
  /** Text of the beginning, whatever its lines. */
  readonly head: string;
}

/** Reads the sample of a UTF-8 file. */
export function readSample(path: string, maxLineBytes: number): Sample {
  const source = new FileByteSource(path);
  try {
    const reader = new LineReader(source, maxLineBytes, SAMPLE_BYTES);
    const lines: string[] = [];
    let characters = 0;
    while (
      lines.length < SAMPLE_LINES &&
      (characters < SAMPLE_BYTES || lines.length < MIN_LINES) &&
      reader.next()
    ) {
      lines.push(reader.text);
      characters += reader.text.length + 1;
    }
    return { lines, head: lines.join('\n').slice(0, SAMPLE_BYTES) };
  } finally {
    source.close();
  }
}
