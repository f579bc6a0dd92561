const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const OPEN_BRACKET = 91;
const BACKSLASH = 92;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const NUMBER_PREFIX = /-?(?:(?:0|[1-9]\d*)(?:\.\d*)?(?:(?<=\d)[eE][+-]?)?)?/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;
const WORDS = ['true', 'false', 'null'] as const;

/** What may come next at a place in a JSON text. */
type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | ', or end';

/**
 * Index of the first character at which a text stops being JSON (RFC 8259), its length where it ends too early, -1 where
 * it is JSON. Neither length nor nesting can exhaust it: it does not recurse.
 */
export function jsonFaultAt(text: string): number {
  const closers: number[] = [];
  let expected: Expected = 'value';
  let at = 0;
  for (;;) {
    while (isSpace(text.charCodeAt(at))) at += 1;
    if (at >= text.length) return expected === ', or end' && closers.length === 0 ? -1 : text.length;
    const code = text.charCodeAt(at);
    if (expected === ':') {
      if (code !== COLON) return at;
      expected = 'value';
      at += 1;
    } else if (expected === ', or end') {
      const closer = closers.at(-1);
      if (code === closer) closers.pop();
      else if (code === COMMA && closer !== undefined) expected = closer === CLOSE_BRACE ? 'key' : 'value';
      else return at;
      at += 1;
    } else if (closesEmpty(code, expected)) {
      closers.pop();
      expected = ', or end';
      at += 1;
    } else if (expected === 'key' || expected === 'key or }') {
      if (code !== QUOTE) return at;
      const end = stringEnd(text, at);
      if (end < 0) return -1 - end;
      at = end;
      expected = ':';
    } else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      closers.push(code + 2);
      expected = code === OPEN_BRACE ? 'key or }' : 'value or ]';
      at += 1;
    } else {
      const end = code === QUOTE ? stringEnd(text, at) : scalarEnd(text, at);
      if (end < 0) return -1 - end;
      at = end;
      expected = ', or end';
    }
  }
}

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13 && code !== 11 && code !== 12);
}

function closesEmpty(code: number, expected: Expected): boolean {
  return (
    (expected === 'key or }' && code === CLOSE_BRACE) || (expected === 'value or ]' && code === CLOSE_BRACKET)
  );
}

/** Index behind the string at `from`; where it is broken, -1 less the index of the fault. */
function stringEnd(text: string, from: number): number {
  for (let at = from + 1; at < text.length;) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at + 1;
    if (code < 32) return -1 - at;
    if (code === BACKSLASH) {
      ESCAPE.lastIndex = at;
      if (!ESCAPE.test(text)) return -1 - Math.min(at + 1, text.length);
      at = ESCAPE.lastIndex;
    } else at += 1;
  }
  return -1 - text.length;
}

/** The same for a number or one of the three words. */
function scalarEnd(text: string, from: number): number {
  NUMBER.lastIndex = from;
  if (NUMBER.test(text)) {
    const end = NUMBER.lastIndex;
    NUMBER_PREFIX.lastIndex = from;
    NUMBER_PREFIX.test(text);
    // `1.` and `1e` begin a longer number that never comes.
    return NUMBER_PREFIX.lastIndex > end ? -1 - NUMBER_PREFIX.lastIndex : end;
  }
  if (text.charAt(from) === '-') return -1 - (from + 1);
  const word = WORDS.find((each) => each.startsWith(text.charAt(from))) ?? '';
  let length = 0;
  while (length < word.length && text.charAt(from + length) === word.charAt(length)) length += 1;
  return length > 0 && length === word.length ? from + length : -1 - (from + length);
}
