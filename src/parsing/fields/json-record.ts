import type { RecordBatch } from '../output/record-batch.js';
import { ReusedRow } from '../output/row.js';
import { ByteBuffer } from './byte-buffer.js';
import type { FieldAssigner } from './field-assigner.js';
import { jsonFaultAt } from './json-fault-at.js';
import { JsonMembers } from './json-members.js';
import { type Candidate, meaningOf, ROLES, type Role } from './key-roles.js';

/** Engines that read the result give up or crash on objects that are nested deeper. */
const MAX_NESTING = 1000;

/** Why a text is no record. */
export interface JsonReject {
  readonly code: 'INVALID_JSON' | 'NOT_AN_OBJECT' | 'NESTING_TOO_DEEP';
  readonly message: string;
  /** 1-based character of the fault in the text, where it is one place. */
  readonly column: number | null;
}

/** What became of a text: a record, or why it is none. */
export type JsonOutcome = 'record' | 'invalid' | 'other' | 'tooDeep';

const NOT_AN_OBJECT: JsonReject = {
  code: 'NOT_AN_OBJECT',
  message: 'The JSON value is not an object.',
  column: null,
};

interface Found {
  readonly rank: number;
  readonly member: number;
  /** Key inside the member's object, null for the member itself. */
  readonly child: string | null;
}

const BYTE_ARRAY = /^\[\s*\d{1,3}(?:\s*,\s*\d{1,3}){0,65535}\s*\]$/;
const BYTE_ARRAY_LENGTH = 1024 * 1024;
/** Bytes that an object can grow by where a member is changed: none but the braces' and commas' own. */
const PUNCTUATION_BYTES = 16;

const QUOTE = 34;
const MINUS = 45;
const DIGIT_0 = 48;
const DIGIT_9 = 57;
const OPEN_BRACKET = 91;
const OPEN_BRACE = 123;

/** Puts the text of one JSON object into a batch. */
export class JsonRecordReader {
  /** The row that was read last, for the sink; what it has no text for lies in the batch already. */
  readonly row = new ReusedRow();
  private readonly members = new JsonMembers();
  private readonly inner = new JsonMembers();
  /** Candidates of the last record's keys by role, best first; most records have the keys of the one before. */
  private readonly found: readonly { readonly role: Role; readonly candidates: Found[] }[] = ROLES.map(
    (role) => ({ role, candidates: [] }),
  );
  /** Members whose keys can have a meaning inside, where their value is an object. */
  private readonly mayHaveInside: number[] = [];
  private lastHadInside = false;
  private readonly changes: (Buffer | null | undefined)[] = [];

  /** Why an object that is nested too deep is no record. */
  private readonly tooDeep: JsonReject;

  /** @param maxNesting deepest nesting that is read */
  constructor(
    private readonly fields: FieldAssigner,
    readonly maxNesting = MAX_NESTING,
  ) {
    const message = `The JSON is nested deeper than ${maxNesting} levels.`;
    this.tooDeep = { code: 'NESTING_TOO_DEEP', message, column: null };
  }

  /**
   * Reads `bytes[start, end)`, valid UTF-8 that should be one JSON object (RFC 8259).
   *
   * @returns `record` where `row` and the batch's next row now hold it; `rejectOf` has words for the others
   */
  read(
    bytes: Buffer,
    start: number,
    end: number,
    { lineNo, lineCount }: { readonly lineNo: number; readonly lineCount: number },
    batch: RecordBatch,
  ): JsonOutcome {
    const kind = this.members.scan(bytes, start, end);
    if (kind !== 'object') return kind;
    this.collect();
    if (this.members.nesting > this.maxNesting) return 'tooDeep';
    this.row.start(lineNo, lineCount);
    this.fill(batch);
    const from = batch.attributes.open(end - start + PUNCTUATION_BYTES);
    if (this.members.writeWithout(this.changes, batch.attributes)) batch.attributes.close(batch.size, from);
    batch.raw.setLine(batch.size, bytes, start, end);
    return 'record';
  }

  /** Why a text is no record, and where: looked for only now, since nearly all texts are one. */
  rejectOf(outcome: Exclude<JsonOutcome, 'record'>, text: string): JsonReject {
    if (outcome === 'invalid') return invalidJson(text);
    return outcome === 'other' ? NOT_AN_OBJECT : this.tooDeep;
  }

  private collect(): void {
    this.changes.length = 0;
    const { members } = this;
    if (members.sameKeys && !this.lastHadInside && !this.hasInside()) return;
    for (const { candidates } of this.found) candidates.length = 0;
    this.mayHaveInside.length = 0;
    this.lastHadInside = false;
    for (let member = 0; member < members.count; member += 1) {
      const meaning = meaningOf(members.key(member));
      if (meaning === null) continue;
      if (meaning.own !== null) this.add(meaning.own, member, null);
      if (meaning.inside === null) continue;
      this.mayHaveInside.push(member);
      if (members.valueKind(member) === OPEN_BRACE) this.collectInside(member, meaning.inside);
    }
    for (const { candidates } of this.found) candidates.sort((a, b) => a.rank - b.rank);
  }

  /** An object may bring keys of its own into play that the record before did not have. */
  private hasInside(): boolean {
    return this.mayHaveInside.some((member) => this.members.valueKind(member) === OPEN_BRACE);
  }

  private add({ role, rank }: Candidate, member: number, child: string | null): void {
    this.found.find((each) => each.role === role)?.candidates.push({ rank, member, child });
  }

  private collectInside(member: number, inside: ReadonlyMap<string, Candidate>): void {
    this.lastHadInside = true;
    const { members, inner } = this;
    inner.scan(members.bytes, members.valueStart(member), members.valueEnd(member));
    for (let i = 0; i < inner.count; i += 1) {
      const key = inner.key(i);
      const candidate = inside.get(key.toLowerCase());
      if (candidate) this.add(candidate, member, key);
    }
  }

  private fill(batch: RecordBatch): void {
    for (const { role, candidates } of this.found) {
      if (role === 'time' && candidates.length > 1) this.takeTime(candidates);
      else {
        for (const candidate of candidates) {
          if (this.take(batch, role, candidate)) break;
        }
      }
    }
  }

  /** Several fields may hold the time, or its date and its time of day. No name of the role reaches into an object. */
  private takeTime(candidates: readonly Found[]): void {
    const texts = candidates.map(({ member }) => usableText(this.members, member, 'time'));
    for (const used of this.fields.assignTimes(this.row, texts)) {
      const member = candidates[used]?.member;
      if (member !== undefined) this.changes[member] = null;
    }
  }

  private take(batch: RecordBatch, role: Role, { member, child }: Found): boolean {
    if (child !== null) return this.takeInside(batch, role, member, child);
    if (this.changes[member] !== undefined || !this.assign(this.members, member, role, batch)) return false;
    this.changes[member] = null;
    return true;
  }

  private takeInside(batch: RecordBatch, role: Role, member: number, child: string): boolean {
    const current = this.changes[member];
    if (current === null) return false;
    const { inner, members } = this;
    if (current) inner.scan(current, 0, current.length);
    else inner.scan(members.bytes, members.valueStart(member), members.valueEnd(member));
    for (let i = inner.count - 1; i >= 0; i -= 1) {
      if (inner.key(i) !== child) continue;
      if (!this.assign(inner, i, role, batch)) return false;
      const changes: null[] = [];
      changes[i] = null;
      const rest = new ByteBuffer(members.valueEnd(member) - members.valueStart(member) + PUNCTUATION_BYTES);
      this.changes[member] = inner.writeWithout(changes, rest) ? rest.taken() : null;
      return true;
    }
    return false;
  }

  /** Bytes that stand for themselves are not made a string first. */
  private assign(members: JsonMembers, member: number, role: Role, batch: RecordBatch): boolean {
    const kind = members.valueKind(member);
    const quoted = kind === QUOTE;
    if (quoted ? members.isPlain(member) : isNumber(kind)) {
      const quote = quoted ? 1 : 0;
      const start = members.valueStart(member) + quote;
      return this.fields.assignBytes(
        this.row,
        batch,
        role,
        members.bytes,
        start,
        members.valueEnd(member) - quote,
      );
    }
    const text = usableText(members, member, role);
    return text !== null && this.fields.assign(this.row, role, text);
  }
}

function isNumber(kind: number): boolean {
  return kind === MINUS || (kind >= DIGIT_0 && kind <= DIGIT_9);
}

function invalidJson(text: string): JsonReject {
  const at = jsonFaultAt(text);
  const message = at === text.length ? 'The JSON ends too early.' : 'The text is not valid JSON.';
  return { code: 'INVALID_JSON', message, column: at + 1 };
}

/** Text of a value that a role can use, null where it cannot: objects stay attributes. */
function usableText(members: JsonMembers, member: number, role: Role): string | null {
  const kind = members.valueKind(member);
  // NUL ends a string for many readers of the result; the original stays in `raw`.
  if (kind === QUOTE) return members.stringValue(member).replaceAll('\0', '\ufffd');
  if (isNumber(kind)) return members.valueText(member);
  if (role === 'time' && kind === OPEN_BRACE) return dateInside(members.valueText(member));
  if (role === 'body' && kind === OPEN_BRACKET) return bytesInside(members.valueText(member));
  return null;
}

/** MongoDB's extended JSON: `{"$date": "2020-05-01T15:16:17.180+00:00"}`. */
function dateInside(text: string): string | null {
  return /^\{\s*"\$date"\s*:\s*"([^"\\]{1,40})"\s*\}$/.exec(text)?.[1] ?? null;
}

/** journald writes a message that is no UTF-8 as an array of its bytes. */
function bytesInside(text: string): string | null {
  if (text.length > BYTE_ARRAY_LENGTH || !BYTE_ARRAY.test(text)) return null;
  return Buffer.from(JSON.parse(text) as number[]).toString('utf8');
}
