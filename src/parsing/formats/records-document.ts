import type { ByteWindow } from '../input/byte-window.js';

/** `{"Records": [`: what CloudTrail and its like wrap their array of objects in. */
const PREFIX = /^\s*(\{\s*"Records"\s*:\s*\[)\s*[{\]]/;
/** What may stand between that array and the end of its object: the other members. */
const TAIL = /^\s*(?:\}|,\s*")/;
const LOOKAHEAD_BYTES = 1024;
const LF = 10;
const CR = 13;
const QUOTE = 34;
const LETTER_R = 82;
const BACKSLASH = 92;

/** Whether a text begins with an object whose first member `Records` is an array of objects. */
export function beginsRecordsDocument(text: string): boolean {
  return PREFIX.test(text);
}

function ahead(window: ByteWindow): string {
  while (window.filled - window.at < LOOKAHEAD_BYTES && window.more());
  const end = Math.min(window.filled, window.at + LOOKAHEAD_BYTES);
  return window.buffer.subarray(window.at, end).toString('latin1');
}

/** Bytes from the `{` at the window's place to behind the `[` of its `Records`; 0 where it has none. */
export function recordsPrefixLength(window: ByteWindow): number {
  const text = isWorthALook(window) ? ahead(window) : '';
  return PREFIX.exec(text)?.[1]?.length ?? 0;
}

/** Objects come by the million and nearly none of them is a document, so two bytes decide for most. */
function isWorthALook(window: ByteWindow): boolean {
  while (window.filled - window.at < 3 && window.more());
  const { buffer, at } = window;
  const second = buffer[at + 1] ?? 0;
  return second <= 32 || (second === QUOTE && buffer[at + 2] === LETTER_R);
}

/**
 * Steps over the members behind the array and the brace that closes their object.
 *
 * @returns `none` where no such thing follows, `open` where the file ends inside it
 */
export function passRecordsTail(window: ByteWindow): 'passed' | 'none' | 'open' {
  if (!TAIL.test(ahead(window))) return 'none';
  let depth = 1;
  let inString = false;
  let escaped = false;
  for (;;) {
    if (window.at >= window.filled) {
      window.mark = window.at;
      if (!window.more()) return 'open';
    }
    const byte = window.buffer[window.at] ?? 0;
    if (byte === LF || byte === CR) {
      // No string goes over a line end: what follows is read as if the document had ended here.
      if (inString) return 'open';
      window.passLineEnd(byte);
      continue;
    }
    window.at += 1;
    if (escaped) escaped = false;
    else if (byte === QUOTE) inString = !inString;
    else if (inString) escaped = byte === BACKSLASH;
    else if (byte === 0x7b || byte === 0x5b) depth += 1;
    else if (byte === 0x7d || byte === 0x5d) {
      depth -= 1;
      if (depth === 0) return 'passed';
    }
  }
}
