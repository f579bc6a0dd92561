/** Numbers that JavaScript would write in another way than they were written: long, with an exponent, or ending in zeros. */
const UNFAITHFUL = /\d{16}|\d[eE]|\.\d*0(?!\d)|-0/;
const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const MARK = '\u0000number:';

/** A number that could not be parsed without changing how it is written. */
export class WrittenNumber {
  constructor(readonly text: string) {}
}

/** `JSON.parse` whose numbers, where it matters, keep their text. */
export function parseKeepingNumbers(text: string): unknown {
  if (!UNFAITHFUL.test(text)) return JSON.parse(text);
  const marked = text.replace(STRING_OR_NUMBER, (token) =>
    token.startsWith('"') ? token : JSON.stringify(MARK + token),
  );
  return JSON.parse(marked, (_key, value: unknown) =>
    typeof value === 'string' && value.startsWith(MARK) ? new WrittenNumber(value.slice(MARK.length)) : value,
  );
}
