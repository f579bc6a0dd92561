/**
 * Walks over the characters of a short text. What is not as expected gives NaN and so spoils the number it belongs to;
 * callers check the end result once.
 */
export class TextCursor {
  private text = '';
  private at = 0;

  start(text: string): void {
    this.text = text;
    this.at = 0;
  }

  atEnd(): boolean {
    return this.at === this.text.length;
  }

  /** Code of the next character, or of one `offset` further on; NaN behind the end. */
  peek(offset = 0): number {
    return this.text.charCodeAt(this.at + offset);
  }

  digitAhead(): boolean {
    const code = this.peek();
    return code >= 48 && code <= 57;
  }

  skip(count: number): void {
    this.at += count;
  }

  skipBlanks(): void {
    while (this.peek() === 32) this.at += 1;
  }

  /** Steps over a bracketed remark that ends the text. */
  skipComment(): void {
    const isComment = this.peek() === 32 && this.peek(1) === 40 && this.text.endsWith(')');
    if (isComment) this.at = this.text.length;
  }

  /** Steps over `code` if it comes next. */
  take(code: number): boolean {
    if (this.peek() !== code) return false;
    this.at += 1;
    return true;
  }

  /** Steps over `code`, or to a place from which nothing can be read any more. */
  expect(code: number): void {
    if (!this.take(code)) this.at = this.text.length + 1;
  }

  /** Exactly `count` digits as a number. */
  digits(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i += 1) {
      const digit = this.text.charCodeAt(this.at) - 48;
      if (!(digit >= 0 && digit <= 9)) return Number.NaN;
      value = value * 10 + digit;
      this.at += 1;
    }
    return value;
  }

  oneOrTwoDigits(): number {
    const next = this.text.charCodeAt(this.at + 1);
    return this.digits(next >= 48 && next <= 57 ? 2 : 1);
  }

  /** Two digits behind `code`. */
  after(code: number): number {
    this.expect(code);
    return this.digits(2);
  }

  word(length: number): string {
    const from = this.at;
    this.at += length;
    return this.text.slice(from, this.at);
  }

  /** The letters that come next. */
  letters(): string {
    const from = this.at;
    for (;;) {
      const lower = this.peek() | 32;
      if (lower < 97 || lower > 122) return this.text.slice(from, this.at);
      this.at += 1;
    }
  }

  /** Steps over `AM` or `PM`, with or without a blank before it; null where neither comes next. */
  halfOfDay(): 'am' | 'pm' | null {
    const blank = this.peek() === 32 ? 1 : 0;
    const half = this.peek(blank) | 32;
    if ((half !== 97 && half !== 112) || (this.peek(blank + 1) | 32) !== 109) return null;
    const behind = this.peek(blank + 2) | 32;
    if (behind >= 97 && behind <= 122) return null;
    this.at += blank + 2;
    return half === 97 ? 'am' : 'pm';
  }

  /** Whether four digits and no colon lie `offset` characters ahead. */
  yearAhead(offset = 0): boolean {
    for (let i = 0; i < 4; i += 1) {
      const code = this.text.charCodeAt(this.at + offset + i);
      if (!(code >= 48 && code <= 57)) return false;
    }
    return this.text.charCodeAt(this.at + offset + 4) !== 58;
  }

  /** Microseconds of an optional fraction of 1 to 9 digits behind `.` or `,`; finer ones are cut. */
  fraction(): number {
    const mark = this.peek();
    if (mark !== 46 && mark !== 44) return 0;
    this.at += 1;
    let micros = 0;
    let count = 0;
    for (; count < 10; count += 1) {
      const digit = this.text.charCodeAt(this.at) - 48;
      if (!(digit >= 0 && digit <= 9)) break;
      if (count < 6) micros = micros * 10 + digit;
      this.at += 1;
    }
    if (count === 0 || count > 9) return Number.NaN;
    return count < 6 ? micros * 10 ** (6 - count) : micros;
  }
}
