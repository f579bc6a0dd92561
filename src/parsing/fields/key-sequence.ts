const MAX_KEYS = 256;
const MAX_BYTES = 8 * 1024;

/**
 * Remembers the keys of an object with their quotes. Most records of a file have the keys of the one before, and to
 * compare bytes that are expected is cheaper than to scan bytes that could be anything.
 */
export class KeySequence {
  private readonly texts = new Uint8Array(MAX_BYTES);
  /** Where each key ends in `texts`, which is where the next begins. */
  private readonly ends = new Int32Array(MAX_KEYS);
  private count = 0;
  /** False where the last object had more keys than fit. */
  private known = false;
  private next = 0;
  private same = true;

  /** To be called before the first key of an object. */
  restart(): void {
    this.next = 0;
    this.same = true;
  }

  /** Index behind the key at `at` if it is the one expected there, -1 where it is another. */
  follow(bytes: Uint8Array, at: number): number {
    if (!this.same || this.next >= this.count) {
      this.same = false;
      return -1;
    }
    const { texts } = this;
    const from = this.next === 0 ? 0 : (this.ends[this.next - 1] ?? 0);
    const length = (this.ends[this.next] ?? 0) - from;
    for (let i = 0; i < length; i += 1) {
      if (texts[from + i] !== bytes[at + i]) {
        this.same = false;
        return -1;
      }
    }
    this.next += 1;
    return at + length;
  }

  /** To be called with all keys of an object, which are remembered; whether they were those of the object before. */
  finish(bytes: Uint8Array, starts: Int32Array, ends: Int32Array, count: number): boolean {
    if (this.known && this.same && count === this.count) return true;
    this.remember(bytes, starts, ends, count);
    return false;
  }

  private remember(bytes: Uint8Array, starts: Int32Array, ends: Int32Array, count: number): void {
    this.count = 0;
    this.known = count <= MAX_KEYS && totalLength(starts, ends, count) <= MAX_BYTES;
    if (!this.known) return;
    let used = 0;
    for (let key = 0; key < count; key += 1) {
      const start = starts[key] ?? 0;
      const end = ends[key] ?? 0;
      this.texts.set(bytes.subarray(start, end), used);
      used += end - start;
      this.ends[key] = used;
    }
    this.count = count;
  }
}

function totalLength(starts: Int32Array, ends: Int32Array, count: number): number {
  let length = 0;
  for (let key = 0; key < count; key += 1) length += (ends[key] ?? 0) - (starts[key] ?? 0);
  return length;
}
