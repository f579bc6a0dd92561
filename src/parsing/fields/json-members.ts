import { indexOrEnd } from '../input/index-or-end.js';
import { FAULT, JsonWalk } from './json-walk.js';
import type { ByteSink } from './byte-sink.js';
import { KeySequence } from './key-sequence.js';

const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const BACKSLASH = 92;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

/** What a text is: an object, some other JSON value, or no JSON at all. */
export type JsonKind = 'object' | 'other' | 'invalid';

/**
 * Checks that a text is JSON (RFC 8259, as strict as `JSON.parse`) and finds the members of its object, all in one pass
 * over the bytes, so that some can be taken out and the others stay exactly as they were written: numbers beyond 2^53,
 * repeated keys and `__proto__` included. Built to be used again and again.
 */
export class JsonMembers extends JsonWalk {
  count = 0;
  /** Whether the object has the keys of the one before, written and ordered the same. */
  sameKeys = false;
  override bytes: Buffer = Buffer.alloc(0);
  private start = 0;
  private keyStarts = new Int32Array(64);
  private keyEnds = new Int32Array(64);
  private valueStarts = new Int32Array(64);
  private valueEnds = new Int32Array(64);
  private readonly lastKeys = new KeySequence();
  /** The next backslash, wherever in the bytes; one search serves many lines. */
  private backslash = 0;

  /** Scans `bytes[start, end)`, which must be valid UTF-8. After anything but `object` there are no members. */
  scan(bytes: Buffer, start: number, end: number): JsonKind {
    if (bytes !== this.bytes || this.backslash < start) this.backslash = indexOrEnd(bytes, BACKSLASH, start);
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    this.depth = 0;
    this.count = 0;
    const from = this.space(start);
    const isObject = bytes[from] === OPEN_BRACE;
    const behind = isObject ? this.object(from) : this.value(from);
    if (behind === FAULT || behind > end || this.space(behind) !== end) {
      this.count = 0;
      return 'invalid';
    }
    if (!isObject) return 'other';
    // Only now: what is no record must not be taken for the record before the next.
    this.sameKeys = this.lastKeys.finish(bytes, this.keyStarts, this.keyEnds, this.count);
    return 'object';
  }

  /** Deepest nesting seen; the object itself is 1. */
  get nesting(): number {
    return this.depth + 1;
  }

  key(member: number): string {
    return this.unquote(this.keyStarts[member] ?? 0, this.keyEnds[member] ?? 0);
  }

  valueStart(member: number): number {
    return this.valueStarts[member] ?? 0;
  }

  valueEnd(member: number): number {
    return this.valueEnds[member] ?? 0;
  }

  /** First byte of a value: that of `"`, `{`, `[`, a digit, `-`, `t`, `f` or `n`. */
  valueKind(member: number): number {
    return this.bytes[this.valueStarts[member] ?? 0] ?? 0;
  }

  /** A value as it is written. */
  valueText(member: number): string {
    return this.bytes.toString('utf8', this.valueStarts[member], this.valueEnds[member]);
  }

  /** The characters that a string value stands for. */
  stringValue(member: number): string {
    return this.unquote(this.valueStarts[member] ?? 0, this.valueEnds[member] ?? 0);
  }

  /** Whether the bytes between a string's quotes are the characters that it stands for. */
  isPlain(member: number): boolean {
    return !this.hasEscape(this.valueStarts[member] ?? 0, this.valueEnds[member] ?? 0);
  }

  /**
   * Writes the object without some members and with other values for some, otherwise as written.
   *
   * @param changes new value by member; null takes the member out, undefined leaves it
   * @returns false where nothing is left; nothing was written then
   */
  writeWithout(changes: readonly (Buffer | null | undefined)[], into: ByteSink): boolean {
    if (changes.length === 0) {
      if (this.count > 0) into.append(this.bytes, this.start, this.end);
      return this.count > 0;
    }
    let empty = true;
    let runStart = -1;
    for (let member = 0; member <= this.count; member += 1) {
      const change = member === this.count ? null : changes[member];
      if (change === undefined) {
        if (runStart < 0) runStart = member;
        continue;
      }
      if (runStart >= 0) {
        into.appendByte(empty ? OPEN_BRACE : COMMA);
        into.append(this.bytes, this.keyStarts[runStart] ?? 0, this.valueEnds[member - 1] ?? 0);
        empty = false;
        runStart = -1;
      }
      if (change !== null) {
        into.appendByte(empty ? OPEN_BRACE : COMMA);
        into.append(this.bytes, this.keyStarts[member] ?? 0, this.keyEnds[member] ?? 0);
        into.appendByte(COLON);
        into.append(change, 0, change.length);
        empty = false;
      }
    }
    if (!empty) into.appendByte(CLOSE_BRACE);
    return !empty;
  }

  private object(from: number): number {
    const { bytes, lastKeys } = this;
    lastKeys.restart();
    let at = this.space(from + 1);
    if (bytes[at] === CLOSE_BRACE) return at + 1;
    for (let member = 0; ; member += 1) {
      if (member === this.keyStarts.length) this.grow();
      this.keyStarts[member] = at;
      const keyEnd = lastKeys.follow(bytes, at);
      at = keyEnd === FAULT ? this.otherKey(at) : keyEnd;
      if (at === FAULT) return FAULT;
      this.keyEnds[member] = at;
      at = this.colon(at);
      if (at === FAULT) return FAULT;
      this.valueStarts[member] = at;
      at = this.value(at);
      if (at === FAULT) return FAULT;
      this.valueEnds[member] = at;
      at = this.space(at);
      const byte = bytes[at];
      if (byte === CLOSE_BRACE) {
        this.count = member + 1;
        return at + 1;
      }
      if (byte !== COMMA) return FAULT;
      at = this.space(at + 1);
    }
  }

  private otherKey(from: number): number {
    return this.bytes[from] === QUOTE ? this.string(from) : FAULT;
  }

  private grow(): void {
    const grown = (old: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> => {
      const larger = new Int32Array(old.length * 2);
      larger.set(old);
      return larger;
    };
    this.keyStarts = grown(this.keyStarts);
    this.keyEnds = grown(this.keyEnds);
    this.valueStarts = grown(this.valueStarts);
    this.valueEnds = grown(this.valueEnds);
  }

  private hasEscape(start: number, end: number): boolean {
    return this.backslash < end && this.bytes.subarray(start, end).includes(BACKSLASH);
  }

  private unquote(start: number, end: number): string {
    return this.hasEscape(start, end)
      ? (JSON.parse(this.bytes.toString('utf8', start, end)) as string)
      : this.bytes.toString('utf8', start + 1, end - 1);
  }
}
