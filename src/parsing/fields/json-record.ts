import type { RecordBatch } from '../output/record-batch.js';
import { ReusedRow } from '../output/row.js';
import { ByteBuffer } from './byte-buffer.js';
import type { FieldAssigner } from './field-assigner.js';
import { JsonMembers } from './json-members.js';
import { jsonReject, type JsonReject } from './json-reject.js';
import { isNumber, roleText } from './json-role-text.js';
import { type Candidate, meaningOf, ROLES, type Role } from './key-roles.js';

/** Engines that read the result give up or crash on objects that are nested deeper. */
const MAX_NESTING = 1000;

/** What became of a text: a record, or why it is none. */
export type JsonOutcome = 'record' | 'invalid' | 'other' | 'tooDeep';

interface Found {
  readonly rank: number;
  readonly member: number;
  /** Key inside the member's object, null for the member itself. */
  readonly child: string | null;
}

/** Bytes that an object can grow by where a member is changed: none but the braces' and commas' own. */
const PUNCTUATION_BYTES = 16;

const QUOTE = 34;
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

  /** @param maxNesting deepest nesting that is read */
  constructor(
    private readonly fields: FieldAssigner,
    readonly maxNesting = MAX_NESTING,
  ) {}

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
    return jsonReject(outcome, text, this.maxNesting);
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
    const texts = candidates.map(({ member }) => roleText(this.members, member, 'time'));
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
    const text = roleText(members, member, role);
    return text !== null && this.fields.assign(this.row, role, text);
  }
}
