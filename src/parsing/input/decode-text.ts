import { isAscii, isUtf8 } from 'node:buffer';
import { replaceInvalidUtf8 } from './replace-invalid-utf8.js';

/** Turns bytes into text and remembers how many of them had to be replaced. */
export class TextDecoding {
  /** Bytes that were no valid UTF-8, or NUL, and became U+FFFD. */
  replacedBytes = 0;

  /** Text of `bytes[start, end)`; the cut must not lie inside a character. */
  decode(bytes: Buffer, start: number, end: number): string {
    const part = bytes.subarray(start, end);
    if (!part.includes(0)) {
      if (isAscii(part)) return part.toString('latin1');
      if (isUtf8(part)) return part.toString('utf8');
    }
    const { bytes: valid, replaced } = replaceInvalidUtf8(part);
    this.replacedBytes += replaced;
    return valid.toString('utf8');
  }
}
