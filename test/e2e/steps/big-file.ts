import { readFile } from 'node:fs/promises';

const LINES_OF_PIECE = 10_000;
const PIECE = 'test/corpus/apache-combined/apache_logs';

export interface BigFile {
  readonly content: Buffer;
  readonly lines: number;
}

/** A file that a worker is busy with for a few seconds: a real log of 2.4 MB, several times over. */
export async function bigFile(times: number): Promise<BigFile> {
  const piece = await readFile(PIECE);
  return {
    content: Buffer.concat(Array.from({ length: times }, () => piece)),
    lines: times * LINES_OF_PIECE,
  };
}
