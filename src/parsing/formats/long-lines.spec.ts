import { describe, expect, it } from '@jest/globals';
import { parseBytes, type ResultRow } from '../../../test/parsing/parse-request-fixture.js';
import { patternCatalogue } from '../patterns/catalogue.js';

/** The record of a line between two others of its kind. */
async function readBetween(usual: string, line: string): Promise<ResultRow> {
  const { rows } = await parseBytes([usual, line, usual, ''].join('\n'));
  expect(rows).toHaveLength(3);
  const row = rows[1] ?? {};
  return { ...row, attributes: JSON.parse(row['attributes'] as string) as unknown };
}

describe('a long line keeps its time and its fields', () => {
  it('of logfmt', async () => {
    const usual = 'ts=2024-03-01T10:00:00Z level=info msg=hello a=b';
    const value = 'v'.repeat(20_000);
    expect(await readBetween(usual, `ts=2024-03-01T10:00:01Z level=error msg="${value}" a=b`)).toMatchObject({
      timestamp: '2024-03-01 10:00:01',
      severity_number: 17,
      body: value,
      attributes: { a: 'b' },
    });
    expect(await readBetween(usual, `ts=2024-03-01T10:00:01Z msg=m k=${value} z=1`)).toMatchObject({
      body: 'm',
      attributes: { k: value, z: 1 },
    });
  });

  it('of an access log', async () => {
    const line = (path: string): string =>
      `192.0.2.7 - - [10/Oct/2000:13:55:36 +0000] "GET ${path} HTTP/1.1" 500 5 "-" "curl"`;
    const path = `/a?${'q'.repeat(17_000)}`;
    expect(await readBetween(line('/'), line(path))).toMatchObject({
      timestamp: '2000-10-10 13:55:36',
      severity_number: 17,
      attributes: { path, status: 500 },
    });
  });

  it('of syslog', async () => {
    const line = (data: string): string => `<34>1 2003-10-11T22:14:15.003Z h su - ID47 ${data} message`;
    const data = `[ex a="${'b'.repeat(17_000)}"]`;
    expect(await readBetween(line('-'), line(data))).toMatchObject({
      host: 'h',
      body: 'message',
      attributes: { structured_data: data },
    });
  });
});

describe('no line is slow to read', () => {
  const RUNS = [' ', 'a', '"', '\\"', '[', ']', '0:', '-', 'a=', 'a= ', '" "', '] ', '/'];
  const RUN_CHARACTERS = 256 * 1024;
  /** A pattern that goes back over what it has read takes a minute; the others some milliseconds. */
  const MAX_MS = 2000;

  it('by any pattern', async () => {
    const slow: unknown[] = [];
    for (const { name, expression, samples } of (await patternCatalogue()).patterns) {
      const line = samples[0]?.line ?? '';
      for (let at = 0; at <= line.length; at += 12) {
        for (const run of RUNS) {
          const hostile =
            line.slice(0, at) + run.repeat(RUN_CHARACTERS / run.length) + line.slice(at) + '\u0001';
          const startedAt = performance.now();
          expression.exec(hostile);
          if (performance.now() - startedAt > MAX_MS) slow.push([name, at, run]);
        }
      }
    }
    expect(slow).toEqual([]);
  });
});
