import bindings from '@duckdb/node-bindings';
import { INLINE_BYTES, PREFIX_BYTES, SLOT_BYTES, slotsAreAsDocumented } from './string-slots.js';
import { type Vector, Validity } from './validity.js';

const FIRST_BLOB_BYTES = 256 * 1024;
/** Below this a loop over bytes is faster than a call. */
const LOOP_BYTES = 64;
/** Bytes between two lines that are rather copied along than left out. */
const MAX_GAP_BYTES = 64;
/** A UTF-16 unit takes three bytes of UTF-8 at most. */
const MAX_BYTES_PER_UNIT = 3;
const WORDS_PER_SLOT = SLOT_BYTES / 4;

let slotsAreKnown: boolean | undefined;

function areSlotsKnown(): boolean {
  return (slotsAreKnown ??= slotsAreAsDocumented());
}

/**
 * One column of text of a batch, as UTF-8. What is put here lies in one piece of memory, which is handed to the engine by
 * a single call; the slots of the vector are then pointed into the engine's copy of it, which lives as long as the vector.
 * A call into the engine for each string would cost more than reading the line it comes from.
 */
export class TextColumn {
  private blob: Buffer = Buffer.allocUnsafeSlow(FIRST_BLOB_BYTES);
  private used = 0;
  private longRows = 0;
  private readonly validity: Validity;
  private readonly slots: Uint32Array<ArrayBuffer>;
  private readonly slotBytes: Uint8Array<ArrayBuffer>;
  /** Lines that follow one another in a source are copied together, `runStart` to `runEnd`, to `used` in the blob. */
  private runSource: Uint8Array | null = null;
  private runStart = 0;
  private runEnd = 0;

  /** @param pointsSlots whether the slots may be pointed by this, which needs to know how they are laid out */
  constructor(
    capacity: number,
    private readonly pointsSlots: boolean = areSlotsKnown(),
  ) {
    this.validity = new Validity(capacity);
    this.slots = new Uint32Array(capacity * WORDS_PER_SLOT);
    this.slotBytes = new Uint8Array(this.slots.buffer);
  }

  /** Bytes held for the batch so far, short texts aside. */
  get bytes(): number {
    return this.used + this.runEnd - this.runStart;
  }

  /** Empties the column: every row is null. */
  clear(): void {
    this.used = 0;
    this.longRows = 0;
    this.endRun();
    this.validity.clear();
    // Behind a null the engine must not find a stale length and pointer.
    this.slots.fill(0);
  }

  setText(row: number, text: string): void {
    if (text.length <= INLINE_BYTES && this.setShortText(row, text)) return;
    const from = this.open(text.length * MAX_BYTES_PER_UNIT);
    this.used += this.blob.write(text, from);
    this.close(row, from);
  }

  /** Takes `source[start, end)`, which must be whole characters of UTF-8. */
  setBytes(row: number, source: Uint8Array, start: number, end: number): void {
    if (end - start <= INLINE_BYTES) this.setInline(row, source, start, end);
    else {
      const from = this.open(end - start);
      this.append(source, start, end);
      this.close(row, from);
    }
  }

  /** As `setBytes`, for lines in their order in a source whose bytes do not change any more. */
  setLine(row: number, source: Uint8Array, start: number, end: number): void {
    if (end - start <= INLINE_BYTES) {
      this.setInline(row, source, start, end);
      return;
    }
    const follows = source === this.runSource && start >= this.runEnd && start - this.runEnd <= MAX_GAP_BYTES;
    if (!follows) {
      this.settleRun();
      this.runSource = source;
      this.runStart = start;
    }
    this.runEnd = end;
    this.point(row, source, start, end - start, this.used + start - this.runStart);
  }

  /**
   * Begins a text that is put together from pieces of up to `bytes` bytes in total.
   *
   * @returns where it begins, for `close`
   */
  open(bytes: number): number {
    this.settleRun();
    this.reserve(bytes);
    return this.used;
  }

  /** Adds bytes to the text begun last; their room must have been asked for by `open`. */
  append(source: Uint8Array, start: number, end: number): void {
    const { blob } = this;
    let to = this.used;
    if (end - start <= LOOP_BYTES) {
      for (let at = start; at < end; at += 1, to += 1) blob[to] = source[at] ?? 0;
      this.used = to;
    } else {
      blob.set(source.subarray(start, end), to);
      this.used = to + end - start;
    }
  }

  /**
   * Adds bytes up to the first that `stops` marks with anything but 0.
   *
   * @returns its index, `end` where there is none
   */
  appendUntil(source: Uint8Array, start: number, end: number, stops: Uint8Array): number {
    const { blob } = this;
    let to = this.used;
    let at = start;
    for (; at < end; at += 1, to += 1) {
      const byte = source[at] ?? 0;
      if (stops[byte] !== 0) break;
      blob[to] = byte;
    }
    this.used = to;
    return at;
  }

  appendByte(byte: number): void {
    this.blob[this.used] = byte;
    this.used += 1;
  }

  /** Makes what was added since `from` the text of a row. */
  close(row: number, from: number): void {
    const length = this.used - from;
    if (length <= INLINE_BYTES) {
      this.setInline(row, this.blob, from, this.used);
      this.used = from;
    } else this.point(row, this.blob, from, length, from);
  }

  /** What a row holds, null where it is null. */
  text(row: number): string | null {
    if (!this.validity.has(row)) return null;
    this.settleRun();
    return Buffer.from(this.textBytes(row)).toString();
  }

  /** Hands the rows up to `count` to the engine. */
  writeTo(vector: Vector, count: number): void {
    this.settleRun();
    if (this.pointsSlots) {
      if (this.longRows > 0) this.moveIntoVector(vector, count);
      bindings.copy_data_to_vector(vector, 0, this.slots.buffer, 0, count * SLOT_BYTES);
    } else this.assignEach(vector, count);
    this.validity.writeTo(vector, count);
  }

  /** Gives the blob to the engine as the string of the first row, and moves all offsets to where it put it. */
  private moveIntoVector(vector: Vector, count: number): void {
    bindings.vector_assign_string_element_len(vector, 0, this.blob.subarray(0, this.used));
    const first = new Uint32Array(WORDS_PER_SLOT);
    new Uint8Array(first.buffer).set(bindings.vector_get_data(vector, SLOT_BYTES));
    const [length, , low = 0, high = 0] = first;
    if (length !== this.used) throw new Error('the engine did not take the text of a batch');
    const { slots } = this;
    for (let at = 0; at < count * WORDS_PER_SLOT; at += WORDS_PER_SLOT) {
      if ((slots[at] ?? 0) <= INLINE_BYTES) continue;
      const address = low + (slots[at + 2] ?? 0);
      slots[at + 2] = address;
      slots[at + 3] = address >= 2 ** 32 ? high + 1 : high;
    }
  }

  /** For an engine whose slots are not as expected: a call for each string. */
  private assignEach(vector: Vector, count: number): void {
    for (let row = 0; row < count; row += 1) {
      bindings.vector_assign_string_element_len(vector, row, this.textBytes(row));
    }
  }

  private textBytes(row: number): Uint8Array {
    const length = this.slots[row * WORDS_PER_SLOT] ?? 0;
    const inline = row * SLOT_BYTES + 4;
    if (length <= INLINE_BYTES) return this.slotBytes.subarray(inline, inline + length);
    const offset = this.slots[row * WORDS_PER_SLOT + 2] ?? 0;
    return this.blob.subarray(offset, offset + length);
  }

  /** Writes a short ASCII text into its slot; false where it has other characters. */
  private setShortText(row: number, text: string): boolean {
    const { slotBytes } = this;
    const inline = row * SLOT_BYTES + 4;
    for (let i = 0; i < text.length; i += 1) {
      const code = text.charCodeAt(i);
      if (code > 0x7e) {
        slotBytes.fill(0, inline, inline + INLINE_BYTES);
        return false;
      }
      slotBytes[inline + i] = code;
    }
    this.slots[row * WORDS_PER_SLOT] = text.length;
    this.validity.set(row);
    return true;
  }

  private setInline(row: number, source: Uint8Array, start: number, end: number): void {
    const { slotBytes } = this;
    this.slots[row * WORDS_PER_SLOT] = end - start;
    let to = row * SLOT_BYTES + 4;
    for (let at = start; at < end; at += 1, to += 1) slotBytes[to] = source[at] ?? 0;
    this.validity.set(row);
  }

  private point(row: number, source: Uint8Array, start: number, length: number, offset: number): void {
    const { slots, slotBytes } = this;
    slots[row * WORDS_PER_SLOT] = length;
    const prefix = row * SLOT_BYTES + 4;
    for (let i = 0; i < PREFIX_BYTES; i += 1) slotBytes[prefix + i] = source[start + i] ?? 0;
    slots[row * WORDS_PER_SLOT + 2] = offset;
    this.longRows += 1;
    this.validity.set(row);
  }

  private reserve(bytes: number): void {
    if (this.used + bytes <= this.blob.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.used + bytes, this.blob.length * 2));
    larger.set(this.blob.subarray(0, this.used));
    this.blob = larger;
  }

  private settleRun(): void {
    if (this.runSource === null) return;
    const length = this.runEnd - this.runStart;
    this.reserve(length);
    this.blob.set(this.runSource.subarray(this.runStart, this.runEnd), this.used);
    this.used += length;
    this.endRun();
  }

  private endRun(): void {
    this.runSource = null;
    this.runStart = 0;
    this.runEnd = 0;
  }
}
