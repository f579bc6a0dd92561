const SLOTS = 256;
const MAX_WORD_BYTES = 32;

interface Word<Meaning> {
  readonly bytes: Uint8Array;
  readonly meaning: Meaning;
}

/**
 * Remembers what the words mean that come again and again, such as levels: to make a string of bytes and look it up costs
 * ten times as much as to compare a few bytes.
 */
export class ByteWords<Meaning> {
  private readonly words = new Array<Word<Meaning> | undefined>(SLOTS).fill(undefined);

  constructor(private readonly meaningOf: (text: string) => Meaning) {}

  /** What the text in `bytes[start, end)`, UTF-8, means. */
  meaning(bytes: Buffer, start: number, end: number): Meaning {
    if (end - start > MAX_WORD_BYTES) return this.meaningOf(bytes.toString('utf8', start, end));
    let hash = 0;
    for (let at = start; at < end; at += 1) hash = (Math.imul(hash, 31) + (bytes[at] ?? 0)) | 0;
    const slot = (hash ^ (hash >>> 8)) & (SLOTS - 1);
    const known = this.words[slot];
    if (known !== undefined && isAt(known.bytes, bytes, start, end)) return known.meaning;
    const meaning = this.meaningOf(bytes.toString('utf8', start, end));
    this.words[slot] = { bytes: Uint8Array.from(bytes.subarray(start, end)), meaning };
    return meaning;
  }
}

function isAt(word: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (word.length !== end - start) return false;
  for (let i = 0; i < word.length; i += 1) {
    if (word[i] !== bytes[start + i]) return false;
  }
  return true;
}
