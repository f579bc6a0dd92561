/** Takes text piece by piece, as UTF-8. */
export interface ByteSink {
  append(source: Uint8Array, start: number, end: number): void;
  appendByte(byte: number): void;
}
