const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const OPEN_BRACKET = 91;
const BACKSLASH = 92;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

function skipSpace(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) <= 32) at += 1;
  return at;
}

/** Index behind the string that starts at `from`. */
function stringEnd(text: string, from: number): number {
  for (let at = from + 1; ; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at + 1;
    if (code === BACKSLASH) at += 1;
  }
}

/**
 * Finds the members of one JSON object in its text, so that some can be taken out and the others stay exactly as they
 * were written: numbers beyond 2^53, repeated keys and `__proto__` included. Built to be used again and again.
 */
export class JsonMembers {
  count = 0;
  /** Deepest nesting seen; the object itself is 1. */
  depth = 0;
  private text = '';
  private escapes = false;
  private readonly keyStarts: number[] = [];
  private readonly keyEnds: number[] = [];
  private readonly valueStarts: number[] = [];
  private readonly valueEnds: number[] = [];

  /** Scans `text`, which must be one valid JSON object. */
  scan(text: string): void {
    this.text = text;
    this.escapes = text.includes('\\');
    this.depth = 1;
    let count = 0;
    let at = skipSpace(text, text.indexOf('{') + 1);
    while (text.charCodeAt(at) !== CLOSE_BRACE) {
      this.keyStarts[count] = at;
      at = stringEnd(text, at);
      this.keyEnds[count] = at;
      at = skipSpace(text, at);
      if (text.charCodeAt(at) === COLON) at = skipSpace(text, at + 1);
      this.valueStarts[count] = at;
      at = this.valueEnd(at);
      this.valueEnds[count] = at;
      count += 1;
      at = skipSpace(text, at);
      if (text.charCodeAt(at) === COMMA) at = skipSpace(text, at + 1);
    }
    this.count = count;
  }

  key(member: number): string {
    return this.unquote(this.keyStarts[member] ?? 0, this.keyEnds[member] ?? 0);
  }

  /** Whether a key is written exactly as `name`, escapes aside; far cheaper than cutting it out. */
  keyIs(member: number, name: string): boolean {
    const start = (this.keyStarts[member] ?? 0) + 1;
    if ((this.keyEnds[member] ?? 0) - 1 - start !== name.length) return false;
    for (let i = 0; i < name.length; i += 1) {
      if (this.text.charCodeAt(start + i) !== name.charCodeAt(i)) return false;
    }
    return true;
  }

  /** First character of a value: `"`, `{`, `[`, a digit, `-`, `t`, `f` or `n`. */
  valueKind(member: number): string {
    return this.text.charAt(this.valueStarts[member] ?? 0);
  }

  /** A value as it is written. */
  value(member: number): string {
    return this.text.slice(this.valueStarts[member], this.valueEnds[member]);
  }

  /** The characters that a string value stands for. */
  stringValue(member: number): string {
    return this.unquote(this.valueStarts[member] ?? 0, this.valueEnds[member] ?? 0);
  }

  /**
   * The object without some members and with other values for some, otherwise as written; null where nothing is left.
   *
   * @param changes new value text by member; null takes the member out, undefined leaves it
   */
  without(changes: readonly (string | null | undefined)[]): string | null {
    if (changes.length === 0) return this.count === 0 ? null : this.text;
    let kept = '';
    let runStart = -1;
    for (let member = 0; member <= this.count; member += 1) {
      const change = member === this.count ? null : changes[member];
      if (change === undefined) {
        if (runStart < 0) runStart = member;
        continue;
      }
      if (runStart >= 0) {
        kept += `${kept === '' ? '{' : ','}${this.text.slice(this.keyStarts[runStart], this.valueEnds[member - 1])}`;
        runStart = -1;
      }
      if (change !== null) {
        const key = this.text.slice(this.keyStarts[member], this.keyEnds[member]);
        kept += `${kept === '' ? '{' : ','}${key}:${change}`;
      }
    }
    return kept === '' ? null : `${kept}}`;
  }

  private unquote(start: number, end: number): string {
    const inner = this.text.slice(start + 1, end - 1);
    return this.escapes && inner.includes('\\') ? (JSON.parse(this.text.slice(start, end)) as string) : inner;
  }

  private valueEnd(from: number): number {
    const { text } = this;
    const first = text.charCodeAt(from);
    if (first === QUOTE) return stringEnd(text, from);
    if (first === OPEN_BRACE || first === OPEN_BRACKET) return this.containerEnd(from);
    let at = from;
    for (;;) {
      const code = text.charCodeAt(at);
      if (code === COMMA || code === CLOSE_BRACE || code <= 32) return at;
      at += 1;
    }
  }

  private containerEnd(from: number): number {
    const { text } = this;
    let depth = 0;
    let at = from;
    for (;;) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) {
        at = stringEnd(text, at);
        continue;
      }
      at += 1;
      if (code === OPEN_BRACE || code === OPEN_BRACKET) {
        depth += 1;
        if (depth >= this.depth) this.depth = depth + 1;
      } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
        depth -= 1;
        if (depth === 0) return at;
      }
    }
  }
}
