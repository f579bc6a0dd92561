import { rmSync } from 'node:fs';
import { afterEach, describe, expect, it } from '@jest/globals';
import { requestFor, rowsOf } from '../../test/parsing/parse-request-fixture.js';
import { parseFile } from './parse-file.js';
import type { ParseStatistics, RequestedFormat } from './parse-request.js';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

async function read(
  bytes: Buffer | string,
  format: RequestedFormat = 'auto',
): Promise<{ statistics: ParseStatistics; raws: unknown[] }> {
  const request = requestFor(bytes, { format });
  folders.push(request.workDir);
  const outcome = await parseFile(request);
  if (outcome.outcome !== 'parsed') throw new Error(outcome.code);
  const { record_lines, rejected_lines, blank_lines, structural_lines, lines } = outcome.statistics;
  expect(record_lines + rejected_lines + blank_lines + structural_lines).toBe(lines);
  return {
    statistics: outcome.statistics,
    raws: (await rowsOf(outcome.parquetPath)).map((row) => row['raw']),
  };
}

function utf16(text: string, order: 'le' | 'be'): Buffer {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return order === 'le' ? bytes : bytes.swap16();
}

const ONE = '{"m":"é"}';
const TWO = '{"m":"\u{1f600}"}';

describe('encodings', () => {
  it.each([
    ['utf-8', 'utf-8', Buffer.from(`${ONE}\n${TWO}\n`)],
    ['utf-8 with a byte order mark', 'utf-8', Buffer.from(`\ufeff${ONE}\n${TWO}\n`)],
    ['utf-16le', 'utf-16le', utf16(`${ONE}\r\n${TWO}`, 'le')],
    ['utf-16be', 'utf-16be', utf16(`${ONE}\r\n${TWO}`, 'be')],
  ])('%s', async (_what, encoding, bytes) => {
    const { statistics, raws } = await read(bytes);
    expect(statistics).toMatchObject({ encoding, lines: 2, records: 2, replaced_bytes: 0 });
    expect(raws).toEqual([ONE, TWO]);
  });

  it.each([
    ['Latin-1', Buffer.from('caf\xe9 1\nna\xefve 2\n', 'latin1'), ['caf\ufffd 1', 'na\ufffdve 2'], 2],
    ['NUL', Buffer.from('a\0b\n\0\n'), ['a\ufffdb', '\ufffd'], 2],
    ['a character that is cut', Buffer.from([0x61, 0xe2, 0x82, 0x0a, 0x62]), ['a\ufffd', 'b'], 2],
    ['a surrogate in UTF-8', Buffer.from([0xed, 0xa0, 0x80, 0x0a]), ['\ufffd\ufffd\ufffd'], 3],
    ['an overlong slash', Buffer.from([0xc0, 0xaf, 0x0a]), ['\ufffd\ufffd'], 2],
    ['half a pair in UTF-16', utf16('a\ud800b\n', 'le'), ['a\ufffdb'], 2],
    ['half a unit in UTF-16', Buffer.concat([utf16('ab', 'le'), Buffer.from('c')]), ['ab\ufffd'], 1],
  ])('%s is replaced and counted', async (_what, bytes, expected, replaced) => {
    const { statistics, raws } = await read(bytes, 'text');
    expect(raws).toEqual(expected);
    expect(statistics.replaced_bytes).toBe(replaced);
  });
});

describe('line ends', () => {
  it.each([
    ['LF', 'a 1\nb 2\nc 3\n'],
    ['CRLF', 'a 1\r\nb 2\r\nc 3\r\n'],
    ['a lone CR', 'a 1\rb 2\rc 3\r'],
    ['all of them', 'a 1\r\nb 2\rc 3\n'],
    ['none at the end', 'a 1\nb 2\nc 3'],
  ])('%s', async (_what, text) => {
    const { statistics, raws } = await read(text, 'text');
    expect(statistics).toMatchObject({ lines: 3, records: 3, blank_lines: 0 });
    expect(raws).toEqual(['a 1', 'b 2', 'c 3']);
  });

  it('CR and then LF are one end, LF and then CR are two', async () => {
    expect((await read('a\r\n\r\nb\n\rc', 'text')).statistics).toMatchObject({ lines: 5, blank_lines: 2 });
  });

  it.each([
    ['ndjson', '{"a":1}\r{"a":2}\r\n{"a":3}', 3],
    ['json', '[{"a":1},\r{"a":2}\r\n,\n{"a":3}]', 4],
    ['csv', 'h,i\r1,2\r\n3,4\n"5\r6",7', 5],
  ] as const)('mixed in %s', async (format, text, lines) => {
    const { statistics } = await read(text, format);
    expect(statistics).toMatchObject({ lines, records: 3, rejected_lines: 0 });
  });
});

describe('files with nothing in them', () => {
  const FORMATS = ['auto', 'json', 'ndjson', 'csv', 'text'] as const;
  const EMPTY: readonly (readonly [string, Buffer])[] = [
    ['no byte', Buffer.alloc(0)],
    ['a UTF-8 byte order mark', Buffer.from('\ufeff')],
    ['a UTF-16LE byte order mark', utf16('', 'le')],
    ['a UTF-16BE byte order mark', utf16('', 'be')],
  ];

  it.each(EMPTY.flatMap(([what, bytes]) => FORMATS.map((format) => [what, format, bytes] as const)))(
    '%s as %s has no lines',
    async (_what, format, bytes) => {
      const { statistics, raws } = await read(bytes, format);
      expect(statistics).toMatchObject({ lines: 0, records: 0, rejects: [], first_timestamp: null });
      expect(raws).toEqual([]);
    },
  );

  it.each(FORMATS)('line ends alone as %s are blank lines', async (format) => {
    expect((await read('\n\r\n\r', format)).statistics).toMatchObject({
      lines: 3,
      blank_lines: 3,
      records: 0,
    });
  });
});
