/** Index of the next `byte` from `from` on, the length of `bytes` where there is none. */
export function indexOrEnd(bytes: Buffer, byte: number, from: number): number {
  const index = bytes.indexOf(byte, from);
  return index < 0 ? bytes.length : index;
}
