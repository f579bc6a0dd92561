import bindings from '@duckdb/node-bindings';
import { Validity, type Vector } from './validity.js';

/** Hands columns of numbers to the engine. */
export class NumberVectors {
  private readonly validity: Validity;
  private readonly longs: Int32Array<ArrayBuffer>;

  constructor(capacity: number) {
    this.validity = new Validity(capacity);
    this.longs = new Int32Array(capacity * 2);
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
    this.validity.clear();
    for (let row = 0; row < count; row += 1) {
      const value = values[row] ?? 0;
      if (Number.isNaN(value)) continue;
      const high = Math.floor(value / 2 ** 32);
      this.longs[2 * row] = value - high * 2 ** 32;
      this.longs[2 * row + 1] = high;
      this.validity.set(row);
    }
    bindings.copy_data_to_vector(vector, 0, this.longs.buffer, 0, count * 8);
    this.validity.writeTo(vector, count);
  }

  /** Bytes; 0 is null. */
  writeUint8(vector: Vector, values: Uint8Array<ArrayBuffer>, count: number): void {
    this.validity.clear();
    for (let row = 0; row < count; row += 1) {
      if (values[row] !== 0) this.validity.set(row);
    }
    bindings.copy_data_to_vector(vector, 0, values.buffer, 0, count);
    this.validity.writeTo(vector, count);
  }
}
