import bindings from '@duckdb/node-bindings';

type Vector = Parameters<typeof bindings.copy_data_to_vector>[0];

/** A string of up to twelve bytes lies inside its 16-byte slot: length, then bytes. */
const SLOT_BYTES = 16;
const INLINE_BYTES = 12;

/**
 * Fills column vectors of the engine from arrays. It does what the vectors of `@duckdb/node-api` do, for whole columns at
 * once: nulls cost a bit instead of a BigInt each, and short strings are written without a call into the engine.
 */
export class VectorWriter {
  private readonly validity: Uint32Array<ArrayBuffer>;
  private readonly slots: Uint8Array<ArrayBuffer>;
  private readonly slotLengths: Uint32Array<ArrayBuffer>;
  private readonly longs: Int32Array<ArrayBuffer>;

  constructor(capacity: number) {
    this.validity = new Uint32Array(Math.ceil(capacity / 64) * 2);
    this.slots = new Uint8Array(capacity * SLOT_BYTES);
    this.slotLengths = new Uint32Array(this.slots.buffer);
    this.longs = new Int32Array(this.slots.buffer);
  }

  /** Fixed-width values without nulls. */
  writeFixed(
    vector: Vector,
    values: { buffer: ArrayBuffer; BYTES_PER_ELEMENT: number },
    count: number,
  ): void {
    bindings.copy_data_to_vector(vector, 0, values.buffer, 0, count * values.BYTES_PER_ELEMENT);
  }

  /** 64-bit integers from numbers, exact up to 2^53; NaN is null. */
  writeInt64(vector: Vector, values: Float64Array, count: number): void {
    this.validity.fill(0xffffffff);
    let nulls = false;
    for (let i = 0; i < count; i += 1) {
      const value = values[i] ?? Number.NaN;
      if (Number.isNaN(value)) {
        nulls = true;
        this.clearValid(i);
      } else {
        const high = Math.floor(value / 2 ** 32);
        this.longs[2 * i] = value - high * 2 ** 32;
        this.longs[2 * i + 1] = high;
      }
    }
    bindings.copy_data_to_vector(vector, 0, this.longs.buffer, 0, count * 8);
    if (nulls) this.flushValidity(vector, count);
  }

  /** Bytes; 0 is null. */
  writeUint8(vector: Vector, values: Uint8Array<ArrayBuffer>, count: number): void {
    this.validity.fill(0xffffffff);
    let nulls = false;
    for (let i = 0; i < count; i += 1) {
      if (values[i] === 0) {
        nulls = true;
        this.clearValid(i);
      }
    }
    bindings.copy_data_to_vector(vector, 0, values.buffer, 0, count);
    if (nulls) this.flushValidity(vector, count);
  }

  writeStrings(vector: Vector, values: readonly (string | null)[], count: number): void {
    this.validity.fill(0xffffffff);
    let nulls = 0;
    let inlined = 0;
    for (let i = 0; i < count; i += 1) {
      const value = values[i] ?? null;
      if (value === null) {
        nulls += 1;
        this.clearValid(i);
        // Behind a null the engine must not find a stale length and pointer.
        this.slotLengths[i * 4] = 0;
      } else if (value.length <= INLINE_BYTES && this.inline(i, value)) inlined += 1;
    }
    if (inlined > 0) bindings.copy_data_to_vector(vector, 0, this.slots.buffer, 0, count * SLOT_BYTES);
    if (nulls > 0) this.flushValidity(vector, count);
    if (nulls + inlined === count) return;
    for (let i = 0; i < count; i += 1) {
      const value = values[i];
      if (typeof value !== 'string') continue;
      if (inlined > 0 && value.length <= INLINE_BYTES && isPrintableAscii(value)) continue;
      bindings.vector_assign_string_element(vector, i, value);
    }
  }

  /** Writes a short ASCII string into its slot; false where it has other characters. */
  private inline(row: number, value: string): boolean {
    if (!isPrintableAscii(value)) return false;
    const at = row * SLOT_BYTES;
    this.longs[row * 4 + 1] = 0;
    this.longs[row * 4 + 2] = 0;
    this.longs[row * 4 + 3] = 0;
    this.slotLengths[row * 4] = value.length;
    for (let i = 0; i < value.length; i += 1) this.slots[at + 4 + i] = value.charCodeAt(i);
    return true;
  }

  private clearValid(row: number): void {
    this.validity[row >>> 5] = (this.validity[row >>> 5] ?? 0) & ~(1 << (row & 31));
  }

  private flushValidity(vector: Vector, count: number): void {
    bindings.vector_ensure_validity_writable(vector);
    bindings.copy_data_to_vector_validity(vector, 0, this.validity.buffer, 0, Math.ceil(count / 64) * 8);
  }
}

function isPrintableAscii(value: string): boolean {
  for (let i = 0; i < value.length; i += 1) {
    const code = value.charCodeAt(i);
    if (code < 0x20 || code > 0x7e) return false;
  }
  return true;
}
