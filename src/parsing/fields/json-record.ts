import { bareRow, type Row } from '../output/row.js';
import type { FieldAssigner } from './field-assigner.js';
import { JsonMembers } from './json-members.js';
import { type Candidate, meaningOf, ROLES, type Role } from './key-roles.js';

/** Objects nested deeper than this are rejected: engines that read the result give up or crash on them. */
export const MAX_NESTING = 1000;

export type JsonRecord =
  | { readonly kind: 'record'; readonly row: Row }
  | {
      readonly kind: 'reject';
      readonly code: 'INVALID_JSON' | 'NOT_AN_OBJECT' | 'NESTING_TOO_DEEP';
      readonly message: string;
    };

interface Found {
  readonly rank: number;
  readonly member: number;
  /** Key inside the member's object, null for the member itself. */
  readonly child: string | null;
}

const MAX_REMEMBERED_KEYS = 256;
const BYTE_ARRAY = /^\[\s*\d{1,3}(?:\s*,\s*\d{1,3}){0,65535}\s*\]$/;
const BYTE_ARRAY_LENGTH = 1024 * 1024;

/** Turns the text of one JSON object into a row. */
export class JsonRecordReader {
  private readonly members = new JsonMembers();
  private readonly inner = new JsonMembers();
  /** Candidates of the last record's keys by role, best first; most records have the keys of the one before. */
  private readonly found = new Map<Role, Found[]>(ROLES.map((role) => [role, []]));
  private lastKeys: string[] = [];
  private lastHadInside = false;
  private changes: (string | null | undefined)[] = [];

  constructor(private readonly fields: FieldAssigner) {}

  /** @param text what should be one JSON object (RFC 8259); everything else is a reject */
  read(text: string, lineNo: number, lineCount: number): JsonRecord {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return { kind: 'reject', code: 'INVALID_JSON', message: 'The text is not valid JSON.' };
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return { kind: 'reject', code: 'NOT_AN_OBJECT', message: 'The JSON value is not an object.' };
    }
    this.members.scan(text);
    if (this.members.depth > MAX_NESTING) {
      const message = `The JSON is nested deeper than ${MAX_NESTING} levels.`;
      return { kind: 'reject', code: 'NESTING_TOO_DEEP', message };
    }
    const row = bareRow(lineNo, lineCount, text);
    this.collect();
    this.fill(row);
    row.attributes = this.members.without(this.changes);
    if (text.includes('\\u0000')) replaceNul(row);
    return { kind: 'record', row };
  }

  private collect(): void {
    this.changes.length = 0;
    if (this.sameKeysAsBefore()) return;
    const { members } = this;
    for (const candidates of this.found.values()) candidates.length = 0;
    this.lastKeys.length = 0;
    this.lastHadInside = false;
    for (let member = 0; member < members.count; member += 1) {
      const key = members.key(member);
      if (members.count <= MAX_REMEMBERED_KEYS) this.lastKeys.push(key);
      const meaning = meaningOf(key);
      if (meaning === null) continue;
      if (meaning.own !== null) this.add(meaning.own, member, null);
      if (meaning.inside !== null && members.valueKind(member) === '{')
        this.collectInside(member, meaning.inside);
    }
    for (const candidates of this.found.values()) candidates.sort((a, b) => a.rank - b.rank);
  }

  private sameKeysAsBefore(): boolean {
    const { members, lastKeys } = this;
    if (this.lastHadInside || lastKeys.length !== members.count) return false;
    for (let member = 0; member < lastKeys.length; member += 1) {
      const key = lastKeys[member] ?? '';
      if (!members.keyIs(member, key)) return false;
      // An object may bring keys of its own into play that the record before did not have.
      if (members.valueKind(member) === '{' && (meaningOf(key)?.inside ?? null) !== null) return false;
    }
    return true;
  }

  private add({ role, rank }: Candidate, member: number, child: string | null): void {
    this.found.get(role)?.push({ rank, member, child });
  }

  private collectInside(member: number, inside: ReadonlyMap<string, Candidate>): void {
    this.lastHadInside = true;
    this.inner.scan(this.members.value(member));
    for (let i = 0; i < this.inner.count; i += 1) {
      const key = this.inner.key(i);
      const candidate = inside.get(key.toLowerCase());
      if (candidate) this.add(candidate, member, key);
    }
  }

  private fill(row: Row): void {
    for (const [role, candidates] of this.found) {
      if (role === 'time' && candidates.length > 1) this.takeTime(row, candidates);
      else {
        for (const candidate of candidates) {
          if (this.take(row, role, candidate)) break;
        }
      }
    }
  }

  /** Several fields may hold the time, or its date and its time of day. No name of the role reaches into an object. */
  private takeTime(row: Row, candidates: readonly Found[]): void {
    const texts = candidates.map(({ member }) => usableText(this.members, member, 'time'));
    for (const used of this.fields.assignTimes(row, texts)) {
      const member = candidates[used]?.member;
      if (member !== undefined) this.changes[member] = null;
    }
  }

  private take(row: Row, role: Role, { member, child }: Found): boolean {
    if (child !== null) return this.takeInside(row, role, member, child);
    if (this.changes[member] !== undefined) return false;
    const text = usableText(this.members, member, role);
    if (text === null || !this.fields.assign(row, role, text)) return false;
    this.changes[member] = null;
    return true;
  }

  private takeInside(row: Row, role: Role, member: number, child: string): boolean {
    const current = this.changes[member];
    if (current === null) return false;
    const { inner } = this;
    inner.scan(current ?? this.members.value(member));
    for (let i = inner.count - 1; i >= 0; i -= 1) {
      if (inner.key(i) !== child) continue;
      const text = usableText(inner, i, role);
      if (text === null || !this.fields.assign(row, role, text)) return false;
      const changes: null[] = [];
      changes[i] = null;
      this.changes[member] = inner.without(changes);
      return true;
    }
    return false;
  }
}

/** Text of a value that a role can use, null where it cannot: objects stay attributes. */
function usableText(members: JsonMembers, member: number, role: Role): string | null {
  const kind = members.valueKind(member);
  if (kind === '"') return members.stringValue(member);
  if (kind === '-' || (kind >= '0' && kind <= '9')) return members.value(member);
  if (role === 'time' && kind === '{') return dateInside(members.value(member));
  if (role === 'body' && kind === '[') return bytesInside(members.value(member));
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

/** NUL ends a string for many readers of the result; the original stays in `raw`. */
function replaceNul(row: Row): void {
  for (const column of ['severityText', 'body', 'service', 'host', 'traceId', 'spanId'] as const) {
    row[column] = row[column]?.replaceAll('\0', '\ufffd') ?? null;
  }
}
