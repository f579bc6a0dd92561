import bindings from '@duckdb/node-bindings';
import type { Vector } from './validity.js';

/** A string of the engine (`duckdb_string_t` in duckdb.h): 4 bytes of length, then the string, or its beginning and where it lies. */
export const SLOT_BYTES = 16;
/** A string of up to so many bytes lies inside its slot. */
export const INLINE_BYTES = 12;
/** Bytes of a longer string that its slot repeats, so that most comparisons need no look at the string. */
export const PREFIX_BYTES = 4;

const WORDS_PER_SLOT = SLOT_BYTES / 4;

/**
 * The strings of one column as the engine holds them, a slot each. Longer ones are pointed at by their offset in a blob until
 * the engine has its copy of it.
 */
export class StringSlots {
  private readonly words: Uint32Array<ArrayBuffer>;
  private readonly bytes: Uint8Array<ArrayBuffer>;
  private longRows = 0;

  constructor(capacity: number) {
    this.words = new Uint32Array(capacity * WORDS_PER_SLOT);
    this.bytes = new Uint8Array(this.words.buffer);
  }

  clear(): void {
    this.longRows = 0;
    // Behind a null the engine must not find a stale length and pointer.
    this.words.fill(0);
  }

  /** Writes a short text into its slot; false, and nothing written, where it has other characters than ASCII. */
  setAscii(row: number, text: string): boolean {
    const { bytes } = this;
    const inline = row * SLOT_BYTES + 4;
    for (let i = 0; i < text.length; i += 1) {
      const code = text.charCodeAt(i);
      if (code > 0x7e) {
        bytes.fill(0, inline, inline + INLINE_BYTES);
        return false;
      }
      bytes[inline + i] = code;
    }
    this.words[row * WORDS_PER_SLOT] = text.length;
    return true;
  }

  /** Writes `source[start, end)`, at most `INLINE_BYTES`, into its slot. */
  setInline(row: number, source: Uint8Array, start: number, end: number): void {
    const { bytes } = this;
    this.words[row * WORDS_PER_SLOT] = end - start;
    let to = row * SLOT_BYTES + 4;
    for (let at = start; at < end; at += 1, to += 1) bytes[to] = source[at] ?? 0;
  }

  /** Points at a longer string that begins at `source[start]` and will lie at `offset` in the blob. */
  point(row: number, source: Uint8Array, start: number, length: number, offset: number): void {
    const { words, bytes } = this;
    words[row * WORDS_PER_SLOT] = length;
    const prefix = row * SLOT_BYTES + 4;
    for (let i = 0; i < PREFIX_BYTES; i += 1) bytes[prefix + i] = source[start + i] ?? 0;
    words[row * WORDS_PER_SLOT + 2] = offset;
    this.longRows += 1;
  }

  /** Bytes of a string; a longer one's lie in `blob`. */
  bytesOf(row: number, blob: Uint8Array): Uint8Array {
    const length = this.words[row * WORDS_PER_SLOT] ?? 0;
    const inline = row * SLOT_BYTES + 4;
    if (length <= INLINE_BYTES) return this.bytes.subarray(inline, inline + length);
    const offset = this.words[row * WORDS_PER_SLOT + 2] ?? 0;
    return blob.subarray(offset, offset + length);
  }

  /** Hands the rows up to `count` to the engine, with `blob`, in which the longer ones lie. They cannot be read here any more. */
  writeTo(vector: Vector, count: number, blob: Uint8Array): void {
    if (this.longRows > 0) this.moveIntoVector(vector, count, blob);
    bindings.copy_data_to_vector(vector, 0, this.words.buffer, 0, count * SLOT_BYTES);
  }

  /** Gives the blob to the engine as the string of the first row, and moves all offsets to where it put it. */
  private moveIntoVector(vector: Vector, count: number, blob: Uint8Array): void {
    bindings.vector_assign_string_element_len(vector, 0, blob);
    const first = new Uint32Array(WORDS_PER_SLOT);
    new Uint8Array(first.buffer).set(bindings.vector_get_data(vector, SLOT_BYTES));
    const [length, , low = 0, high = 0] = first;
    if (length !== blob.length) throw new Error('the engine did not take the text of a batch');
    const { words } = this;
    for (let at = 0; at < count * WORDS_PER_SLOT; at += WORDS_PER_SLOT) {
      if ((words[at] ?? 0) <= INLINE_BYTES) continue;
      const address = low + (words[at + 2] ?? 0);
      words[at + 2] = address;
      words[at + 3] = address >= 2 ** 32 ? high + 1 : high;
    }
  }
}
