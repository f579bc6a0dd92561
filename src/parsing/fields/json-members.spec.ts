import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ByteBuffer } from './byte-buffer.js';
import { type JsonKind, JsonMembers } from './json-members.js';

function kindOf(text: string): JsonKind {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? 'object' : 'other';
  } catch {
    return 'invalid';
  }
}

/** Scans the text in the midst of other bytes, which must not matter. */
function scan(members: JsonMembers, text: string, before = '{"', behind = '\n{}'): JsonKind {
  const start = Buffer.byteLength(before);
  const end = start + Buffer.byteLength(text);
  return members.scan(Buffer.from(before + text + behind), start, end);
}

/** Pieces that make and break JSON in every way that its grammar knows. */
const piece = fc.constantFrom(
  ...['{', '}', '[', ']', ',', ':', '"', '\\', ' ', '\t', '\n', '\r', '\u000b', '\u00a0', '\ufeff', '\u0001'],
  ...['0', '1', '-', '.', 'e', 'E', '+', '-0', '01', '1.5', '1e5', '1E+5', '-0.0e-0', '.5', '1.', '1e'],
  ...[
    'true',
    'false',
    'null',
    'tru',
    'nul',
    'NaN',
    '""',
    '"a"',
    '"\\n"',
    '"\\u00e9"',
    '"\\uD8"',
    '"\\x"',
    '"é😀"',
  ],
  ...['"a":', '"b" : ', '{}', '[]', '{"a":1}', '[1,2]', '"\u007f"', '\u2028'],
);

describe('JsonMembers', () => {
  it('takes and refuses exactly what JSON.parse does', () => {
    const members = new JsonMembers();
    const broken = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
    const mutated = fc
      .tuple(fc.json(), fc.nat(), fc.nat(3), piece)
      .map(([json, at, gone, put]) => {
        const cut = at % (json.length + 1);
        return json.slice(0, cut) + put + json.slice(cut + gone);
      })
      .map((text) => Buffer.from(text).toString());
    fc.assert(
      fc.property(
        fc.oneof(broken, mutated, fc.json()),
        fc.constantFrom('', '\n', '}', '"', ',1]'),
        (text, behind) => {
          expect(scan(members, text, '', behind)).toBe(kindOf(text));
        },
      ),
      { numRuns: 5000 },
    );
  });

  it('finds every member, and leaves out those that are to go', () => {
    const members = new JsonMembers();
    const keys = fc.string({ unit: 'binary', maxLength: 5 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(keys, fc.jsonValue(), fc.boolean()), { maxLength: 70, size: 'max' }),
        (entries) => {
          const written = (kept: typeof entries): string =>
            `{${kept.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(',')}}`;
          expect(scan(members, written(entries))).toBe('object');
          expect(members.count).toBe(entries.length);
          entries.forEach(([key, value], i) => {
            expect(members.key(i)).toBe(key);
            expect(members.valueText(i)).toBe(JSON.stringify(value));
            if (typeof value === 'string') expect(members.stringValue(i)).toBe(value);
          });
          const changes: (null | undefined)[] = [];
          entries.forEach(([, , gone], i) => gone && (changes[i] = null));
          const kept = entries.filter(([, , gone]) => !gone);
          const into = new ByteBuffer(100_000);
          expect(members.writeWithout(changes, into)).toBe(kept.length > 0);
          expect(into.taken().toString()).toBe(kept.length > 0 ? written(kept) : '');
        },
      ),
      { numRuns: 200 },
    );
  });

  it('measures nesting without recursion', () => {
    const members = new JsonMembers();
    expect(scan(members, '{"a":1}')).toBe('object');
    expect(members.nesting).toBe(1);
    expect(scan(members, '{"a":[{"b":[]}],"c":{}}')).toBe('object');
    expect(members.nesting).toBe(4);
    expect(scan(members, `{"a":${'['.repeat(500_000)}${']'.repeat(500_000)}}`)).toBe('object');
    expect(members.nesting).toBe(500_001);
    expect(scan(members, `{"a":${'['.repeat(500_000)}`)).toBe('invalid');
  });

  it('does not read on behind the end, however many lines there are', () => {
    const members = new JsonMembers();
    const lines = Buffer.from('{"a":[1,\n'.repeat(100_000));
    const kinds = new Set<JsonKind>();
    for (let at = 0; at < lines.length; at += 9) kinds.add(members.scan(lines, at, at + 8));
    expect([...kinds]).toEqual(['invalid']);
  });

  it.each([
    ['{"a":1}', '{"a":2}', true],
    ['{"a":1}', '{"b":2}', false],
    ['{"a":1}', '{"a":2,"b":1}', false],
    ['{"a":1,"b":1}', '{"a":2}', false],
    ['{"a":1}', '{}', false],
    ['{}', '{}', true],
  ])('after %s knows of %s whether it has the same keys', (first, second, same) => {
    const members = new JsonMembers();
    scan(members, first);
    expect(scan(members, '{}{}')).toBe('invalid');
    expect(scan(members, '{"x":1} {')).toBe('invalid');
    expect(scan(members, second)).toBe('object');
    expect(members.sameKeys).toBe(same);
  });
});
