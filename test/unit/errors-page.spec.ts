import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { DomainError, type UnavailableError } from '../../src/common/errors/domain.error.js';
import { ERROR_CODES } from '../../src/common/errors/error-code.js';
import { toProblemCore } from '../../src/common/http/problem.js';
import { REJECT_CODES } from '../../src/jobs/dto/reject-code.js';

/** The rows of the table below a heading: the code, and what stands in the second column. */
function rowsOf(heading: string): Map<string, string> {
  const [, section = ''] = readFileSync('docs/errors.md', 'utf8').split(`\n## ${heading}\n`);
  const rows = [...(section.split('\n## ')[0] ?? '').matchAll(/^\| `([A-Z_]+)` +\| ([^|]*?) +\|/gm)];
  expect(new Set(rows.map(([, code]) => code)).size).toBe(rows.length);
  return new Map(rows.map(([, code = '', second = '']) => [code, second]));
}

const answers = rowsOf('Answers');
const jobs = rowsOf('Jobs');
const rejects = rowsOf('Lines that could not be read');

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .filter((path) => !/\.spec\.ts$|^(cli|client)\/|\/(error|reject)-code\.ts$/.test(path))
  .map((path) => join('src', path))
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }));

describe('docs/errors.md', () => {
  it('lists every code that an answer or a job can carry, and no other', () => {
    expect([...new Set([...answers.keys(), ...jobs.keys()])].sort()).toEqual([...ERROR_CODES].sort());
  });

  it('lists every code of a line that could not be read, and no other', () => {
    expect([...rejects.keys()].sort()).toEqual([...REJECT_CODES].sort());
  });

  it('lists no code that nothing gives', () => {
    const unused = [...ERROR_CODES, ...REJECT_CODES].filter(
      (code) => !sources.some(({ text }) => text.includes(`'${code}'`)),
    );
    expect(unused).toEqual([]);
  });

  it('lists under jobs what a statement writes into a row', () => {
    const written = sources.flatMap(({ text }) =>
      [...text.matchAll(/error_code = '([A-Z_]+)'/g)].map(([, code]) => code),
    );
    expect(written.length).toBeGreaterThan(2);
    expect([...jobs.keys()]).toEqual(expect.arrayContaining(written));
  });

  describe('tells the status', () => {
    let made: DomainError[];

    beforeAll(async () => {
      const files = sources.filter(({ text }) => /^export class \w+ extends \w+Error \{$/m.test(text));
      const modules = await Promise.all(
        files.map(({ path }) => import(resolve(path)) as Promise<Record<string, unknown>>),
      );
      // An empty array stands for a number, a word and a list alike.
      made = modules
        .flatMap((module) => Object.values(module))
        .filter((value) => typeof value === 'function' && value.prototype instanceof DomainError)
        .map((value) => Reflect.construct(value as typeof UnavailableError, [[], [], []]) as DomainError)
        .filter(({ code }) => ERROR_CODES.includes(code));
    });

    it('that the kind of each error has', () => {
      expect(made.length).toBeGreaterThan(60);
      const wrong = made
        .map((error) => [error.code, String(toProblemCore(error).status)] as const)
        .filter(([code, status]) => answers.get(code)?.split(', ').includes(status) === false);
      expect(wrong).toEqual([]);
    });
  });
});
