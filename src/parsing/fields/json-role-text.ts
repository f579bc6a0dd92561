import type { JsonMembers } from './json-members.js';
import type { Role } from './key-roles.js';

const BYTE_ARRAY = /^\[\s*\d{1,3}(?:\s*,\s*\d{1,3}){0,65535}\s*\]$/;
const BYTE_ARRAY_LENGTH = 1024 * 1024;

const QUOTE = 34;
const MINUS = 45;
const DIGIT_0 = 48;
const DIGIT_9 = 57;
const OPEN_BRACKET = 91;
const OPEN_BRACE = 123;

/** Whether a value that begins with this character is a number. */
export function isNumber(kind: number): boolean {
  return kind === MINUS || (kind >= DIGIT_0 && kind <= DIGIT_9);
}

/** Text of a member's value that a role can use, null where it cannot: objects stay attributes. */
export function roleText(members: JsonMembers, member: number, role: Role): string | null {
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
