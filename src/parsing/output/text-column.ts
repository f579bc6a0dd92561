import bindings from '@duckdb/node-bindings';
import { INLINE_BYTES, StringSlots } from './string-slots.js';
import { slotsAreAsDocumented } from './slot-layout.js';
import { type Vector, Validity } from './validity.js';

const FIRST_BLOB_BYTES = 256 * 1024;
/** Below this a loop over bytes is faster than a call. */
const LOOP_BYTES = 64;
/** Bytes between two lines that are rather copied along than left out. */
const MAX_GAP_BYTES = 64;
/** A UTF-16 unit takes three bytes of UTF-8 at most. */
const MAX_BYTES_PER_UNIT = 3;

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
  private readonly validity: Validity;
  private readonly slots: StringSlots;
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
    this.slots = new StringSlots(capacity);
  }

  /** Bytes held for the batch so far, short texts aside. */
  get bytes(): number {
    return this.used + this.runEnd - this.runStart;
  }

  /** Empties the column: every row is null. */
  clear(): void {
    this.used = 0;
    this.endRun();
    this.validity.clear();
    this.slots.clear();
  }

  setText(row: number, text: string): void {
    if (text.length <= INLINE_BYTES && this.slots.setAscii(row, text)) {
      this.validity.set(row);
      return;
    }
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
    return Buffer.from(this.slots.bytesOf(row, this.blob)).toString();
  }

  /** Hands the rows up to `count` to the engine. */
  writeTo(vector: Vector, count: number): void {
    this.settleRun();
    if (this.pointsSlots) this.slots.writeTo(vector, count, this.blob.subarray(0, this.used));
    else this.assignEach(vector, count);
    this.validity.writeTo(vector, count);
  }

  /** For an engine whose slots are not as expected: a call for each string. */
  private assignEach(vector: Vector, count: number): void {
    for (let row = 0; row < count; row += 1) {
      bindings.vector_assign_string_element_len(vector, row, this.slots.bytesOf(row, this.blob));
    }
  }

  private setInline(row: number, source: Uint8Array, start: number, end: number): void {
    this.slots.setInline(row, source, start, end);
    this.validity.set(row);
  }

  private point(row: number, source: Uint8Array, start: number, length: number, offset: number): void {
    this.slots.point(row, source, start, length, offset);
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
