import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { environmentSchema } from './environment.schema.js';

const readme = readFileSync('README.md', 'utf8');
const rows = new Map(
  [...readme.matchAll(/^\| `([A-Z0-9_]+)`\s*\|([^|]*)\|([^|]*)\|$/gm)].map((match) => [
    match[1],
    { fallback: (match[2] ?? '').trim(), meaning: (match[3] ?? '').trim() },
  ]),
);
const defaults = environmentSchema.parse({}) as Readonly<
  Record<string, string | number | boolean | string[] | number[] | undefined>
>;

describe('the configuration table of the README', () => {
  it.each(Object.entries(environmentSchema.shape))('tells default and meaning of %s', (name, field) => {
    const fallback = defaults[name];
    const shown = Array.isArray(fallback) ? fallback.join(',') : fallback;
    expect(field.description).toBeDefined();
    expect(rows.get(name)).toEqual({
      fallback: shown === undefined ? '' : `\`${String(shown)}\``,
      meaning: field.description,
    });
  });

  it('holds nothing else', () => {
    expect([...rows.keys()].sort()).toEqual(Object.keys(environmentSchema.shape).sort());
  });
});
