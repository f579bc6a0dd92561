import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { jsonFaultAt } from './json-fault-at.js';

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('where a text stops being JSON', () => {
  it.each([
    ['{"a":1}', -1],
    ['{"a":1} x', 8],
    ['{"a":1', 6],
    ['{"a" 1}', 5],
    ['{a:1}', 1],
    ['{"a":1,}', 7],
    ['[1,]', 3],
    ['[1 2]', 3],
    ['{"a":tru}', 8],
    ['{"a":nope}', 6],
    ['{"a":01}', 6],
    ['{"a":1.}', 7],
    ['{"a":-}', 6],
    ['{"a":"x\\q"}', 8],
    ['{"a":"x\ty"}', 7],
    ['{"a":"x', 7],
    ['', 0],
    ['}', 0],
  ])('%j: %d', (text, at) => {
    expect(jsonFaultAt(text)).toBe(at);
  });

  it('agrees with JSON.parse about what is JSON, and finds the first fault of a prefix at its end', () => {
    const damaged = fc
      .tuple(
        fc.json(),
        fc.nat(),
        fc.constantFrom('', '"', '\\', '{', ']', ',', ':', '1', 'e', ' ', '\n', 'x'),
      )
      .map(([json, at, piece]) => {
        const cut = at % (json.length + 1);
        return json.slice(0, cut) + piece + json.slice(cut + 1);
      });
    fc.assert(
      fc.property(damaged, (text) => {
        const at = jsonFaultAt(text);
        expect(at === -1).toBe(isJson(text));
        if (at > 0) expect(jsonFaultAt(text.slice(0, at))).toBeGreaterThanOrEqual(-1);
        // What stands before a fault is no fault yet: cut there, the text ends early at most.
        if (at > 0 && !isJson(text.slice(0, at))) expect(jsonFaultAt(text.slice(0, at))).toBe(at);
      }),
      { numRuns: 2000 },
    );
  });

  it('is not exhausted by nesting or length', () => {
    expect(jsonFaultAt('['.repeat(1_000_000))).toBe(1_000_000);
    expect(jsonFaultAt(`"${'a'.repeat(1_000_000)}`)).toBe(1_000_001);
  });
});
