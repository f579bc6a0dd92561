const QUOTE = 34;
const PLUS = 43;
const COMMA = 44;
const MINUS = 45;
const DOT = 46;
const DIGIT_0 = 48;
const COLON = 58;
const OPEN_BRACKET = 91;
const BACKSLASH = 92;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

/** What the steps return where the text is no JSON; every index that is valid is larger. */
export const FAULT = -1;

const TRUE = Buffer.from('true');
const FALSE = Buffer.from('false');
const NULL = Buffer.from('null');

/** Characters that may follow a backslash (RFC 8259 §7), `u` aside. */
const SHORT_ESCAPES = new Set(Buffer.from('"\\/bfnrt'));

/**
 * Steps over the parts of a JSON text (RFC 8259), exactly as strict as `JSON.parse`: each step takes the index of the
 * first byte and returns the one behind the last, or `FAULT`. Nesting costs a byte a level, not stack.
 *
 * Bytes behind `end` may be looked at, never stepped over unnoticed: white space ends there, and whoever calls compares
 * the last index with it.
 */
export class JsonWalk {
  /** Deepest nesting seen below the value that was started with: 1 for a container of scalars. */
  depth = 0;
  protected bytes: Uint8Array = new Uint8Array(0);
  protected end = 0;
  /** Opening brackets of the containers that a value lies in. */
  private open = new Uint8Array(64);

  protected space(from: number): number {
    const { bytes } = this;
    let at = from;
    for (;;) {
      const byte = bytes[at] ?? 0;
      if (byte > 32 || at >= this.end) return at;
      if (byte !== 32 && byte !== 10 && byte !== 13 && byte !== 9) return at;
      at += 1;
    }
  }

  protected string(from: number): number {
    const { bytes } = this;
    let at = from + 1;
    for (;;) {
      const byte = bytes[at] ?? 0;
      if (byte === QUOTE) return at + 1;
      if (byte === BACKSLASH) {
        at = this.escape(at + 1);
        if (at === FAULT) return FAULT;
        // Behind the end there is no byte, and nothing is no more than 31 either.
      } else if (byte > 31) at += 1;
      else return FAULT;
    }
  }

  /** A key, its colon and the white space around that. */
  protected keyAndColon(from: number): number {
    if (this.bytes[from] !== QUOTE) return FAULT;
    const end = this.string(from);
    return end === FAULT ? FAULT : this.colon(end);
  }

  protected colon(from: number): number {
    const at = this.space(from);
    return this.bytes[at] === COLON ? this.space(at + 1) : FAULT;
  }

  protected value(from: number): number {
    const byte = this.bytes[from] ?? 0;
    if (byte === QUOTE) return this.string(from);
    return byte === OPEN_BRACE || byte === OPEN_BRACKET ? this.container(from) : this.numberOrWord(from);
  }

  private numberOrWord(from: number): number {
    switch (this.bytes[from] ?? 0) {
      case 0x74:
        return this.word(from, TRUE);
      case 0x66:
        return this.word(from, FALSE);
      case 0x6e:
        return this.word(from, NULL);
      default:
        return this.number(from);
    }
  }

  private word(from: number, word: Uint8Array): number {
    for (let i = 1; i < word.length; i += 1) {
      if (this.bytes[from + i] !== word[i]) return FAULT;
    }
    return from + word.length;
  }

  private number(from: number): number {
    const { bytes } = this;
    let at = bytes[from] === MINUS ? from + 1 : from;
    at = bytes[at] === DIGIT_0 ? at + 1 : this.digits(at);
    if (at === FAULT) return FAULT;
    if (bytes[at] === DOT) {
      at = this.digits(at + 1);
      if (at === FAULT) return FAULT;
    }
    if (((bytes[at] ?? 0) | 32) !== 0x65) return at;
    const sign = bytes[at + 1];
    return this.digits(sign === PLUS || sign === MINUS ? at + 2 : at + 1);
  }

  /** One digit or more. */
  private digits(from: number): number {
    const { bytes } = this;
    let at = from;
    while (isDigit(bytes[at] ?? 0)) at += 1;
    return at === from ? FAULT : at;
  }

  /** What follows a backslash. */
  private escape(from: number): number {
    const byte = this.bytes[from] ?? 0;
    if (SHORT_ESCAPES.has(byte)) return from + 1;
    if (byte !== 0x75) return FAULT;
    for (let i = 1; i <= 4; i += 1) {
      const hex = this.bytes[from + i] ?? 0;
      const lower = hex | 32;
      if (!isDigit(hex) && !(lower >= 0x61 && lower <= 0x66)) return FAULT;
    }
    return from + 5;
  }

  private container(from: number): number {
    const { bytes } = this;
    let level = 0;
    let at = from;
    for (;;) {
      const first = bytes[at] ?? 0;
      if (first === OPEN_BRACE || first === OPEN_BRACKET) {
        this.enter(level, first);
        level += 1;
        at = this.space(at + 1);
        if (bytes[at] !== closing(first)) {
          if (first === OPEN_BRACE) at = this.keyAndColon(at);
          if (at === FAULT) return FAULT;
          continue;
        }
        level -= 1;
        at += 1;
      } else at = first === QUOTE ? this.string(at) : this.numberOrWord(at);
      while (at !== FAULT && level > 0) {
        at = this.space(at);
        const opening = this.open[level - 1] ?? 0;
        if (bytes[at] === COMMA) {
          at = this.space(at + 1);
          if (opening === OPEN_BRACE) at = this.keyAndColon(at);
          break;
        }
        if (bytes[at] !== closing(opening)) return FAULT;
        level -= 1;
        at += 1;
      }
      if (at === FAULT || level === 0) return at;
    }
  }

  private enter(level: number, bracket: number): void {
    if (level === this.open.length) {
      const larger = new Uint8Array(level * 2);
      larger.set(this.open);
      this.open = larger;
    }
    this.open[level] = bracket;
    if (level >= this.depth) this.depth = level + 1;
  }
}

function isDigit(byte: number): boolean {
  return byte >= DIGIT_0 && byte <= 57;
}

function closing(bracket: number): number {
  return bracket === OPEN_BRACE ? CLOSE_BRACE : CLOSE_BRACKET;
}
