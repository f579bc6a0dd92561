import { isAscii, isUtf8 } from 'node:buffer';
import { replaceInvalidUtf8 } from './replace-invalid-utf8.js';

/** Bytes that are valid UTF-8 and hold no NUL. */
export interface ValidUtf8 {
  /** The bytes that were given, where they needed no repair. */
  readonly bytes: Buffer;
  readonly ascii: boolean;
  /** Bytes given that were no UTF-8, or NUL, and became U+FFFD. */
  readonly replaced: number;
}

/** Makes bytes valid UTF-8; they must not be cut inside a character. */
export function validUtf8(bytes: Buffer): ValidUtf8 {
  if (!bytes.includes(0)) {
    if (isAscii(bytes)) return { bytes, ascii: true, replaced: 0 };
    if (isUtf8(bytes)) return { bytes, ascii: false, replaced: 0 };
  }
  return { ascii: false, ...replaceInvalidUtf8(bytes) };
}
