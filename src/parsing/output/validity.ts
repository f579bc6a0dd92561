import bindings from '@duckdb/node-bindings';

export type Vector = Parameters<typeof bindings.copy_data_to_vector>[0];

/** Which rows of a column have a value, a bit each, as the engine keeps it. */
export class Validity {
  private readonly bits: Uint32Array<ArrayBuffer>;

  constructor(capacity: number) {
    this.bits = new Uint32Array(Math.ceil(capacity / 64) * 2);
  }

  /** Every row is null. */
  clear(): void {
    this.bits.fill(0);
  }

  set(row: number): void {
    this.bits[row >>> 5] = (this.bits[row >>> 5] ?? 0) | (1 << (row & 31));
  }

  has(row: number): boolean {
    return ((this.bits[row >>> 5] ?? 0) & (1 << (row & 31))) !== 0;
  }

  /** Tells the engine, unless no row up to `count` is null, which it takes for granted. */
  writeTo(vector: Vector, count: number): void {
    if (this.full(count)) return;
    bindings.vector_ensure_validity_writable(vector);
    bindings.copy_data_to_vector_validity(vector, 0, this.bits.buffer, 0, Math.ceil(count / 64) * 8);
  }

  private full(count: number): boolean {
    const words = count >>> 5;
    for (let word = 0; word < words; word += 1) {
      if (this.bits[word] !== 0xffffffff) return false;
    }
    const rest = count & 31;
    return rest === 0 || this.bits[words] === 2 ** rest - 1;
  }
}
