import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseFile } from './parse-file.js';
import type { ParseOutcome, ParseRequest, ParseStatistics, ParseSuccess } from './parse-request.js';
import {
  LIMITS,
  rejectsOf,
  requestFor,
  type ResultRow,
  rowsOf,
} from '../../test/parsing/parse-request-fixture.js';
import { skippableFrame, zstdBomb, zstdFrame } from '../../test/parsing/zstd-frames.js';

const CORPUS = join(__dirname, '../../test/corpus');
const folders: string[] = [];

async function parse(bytes: Buffer | string, changes: Partial<ParseRequest> = {}): Promise<ParseOutcome> {
  const request = requestFor(bytes, changes);
  folders.push(request.workDir);
  return parseFile(request);
}

async function parsed(bytes: Buffer | string, changes: Partial<ParseRequest> = {}): Promise<ParseSuccess> {
  const outcome = await parse(bytes, changes);
  if (outcome.outcome !== 'parsed') throw new Error(outcome.code);
  return outcome;
}

async function rows(bytes: Buffer | string, changes: Partial<ParseRequest> = {}): Promise<ResultRow[]> {
  const { parquetPath } = await parsed(bytes, changes);
  return rowsOf(parquetPath);
}

function expectBalance(statistics: ParseStatistics): void {
  const { lines, record_lines, rejected_lines, blank_lines, structural_lines, timestamps, records } =
    statistics;
  expect(record_lines + rejected_lines + blank_lines + structural_lines).toBe(lines);
  expect(timestamps.parsed + timestamps.missing).toBe(records);
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

describe('the record', () => {
  it('has the columns of the contract, in order, with their types', async () => {
    const [row] = await rows('{"time":"2024-05-01T12:00:00.123456Z","level":"warn","msg":"hi","a":1}\n', {
      timezone: 'UTC',
    });
    expect(Object.keys(row ?? {})).toEqual([
      'line_no',
      'line_count',
      'timestamp',
      'observed_timestamp',
      'severity_number',
      'severity_text',
      'body',
      'service',
      'host',
      'trace_id',
      'span_id',
      'attributes',
      'raw',
      'labels',
      'job_id',
    ]);
    expect(row).toMatchObject({
      line_no: '1',
      line_count: 1,
      timestamp: '2024-05-01 12:00:00.123456',
      severity_number: 13,
      severity_text: 'warn',
      body: 'hi',
      service: null,
      attributes: '{"a":1}',
      labels: `{"env":"it's"}`,
    });
  });

  it('maps JSON keys by rank, in any case, dotted and nested, and leaves the rest as it was written', async () => {
    const line =
      '{"TS":1428634687123,"time":"no time","log":{"level":"ERROR","file":"x"},"service.name":"a","service":"b","host":{"name":"h"},"trace":{"id":"t"},"big":12345678901234567890,"__proto__":1,"a":1,"a":2,"message":"m"}';
    const [row] = await rows(line);
    expect(row).toMatchObject({
      timestamp: '2015-04-10 02:58:07.123',
      severity_number: 17,
      service: 'a',
      host: 'h',
      trace_id: 't',
      body: 'm',
    });
    expect(row?.['attributes']).toBe(
      '{"time":"no time","log":{"file":"x"},"service":"b","big":12345678901234567890,"__proto__":1,"a":1,"a":2}',
    );
  });

  it('survives NUL, lone surrogates and quotes in values', async () => {
    const [row] = await rows('{"msg":"a\\u0000b\\ud800c","host":"\\"","x":"\\udc00"}');
    expect(row).toMatchObject({ body: 'a\ufffdb\ufffdc', host: '"', attributes: '{"x":"\\udc00"}' });
  });

  it('reads NDJSON back equal that was written from any records', async () => {
    // A key that the record has a column for would leave the attributes, and JSON has no -0.
    const key = fc.string({ unit: 'binary', maxLength: 8 }).filter((name) => name !== '__proto__');
    const value = fc.jsonValue({ noUnicodeString: false });
    const record = fc.dictionary(
      key.map((name) => `x ${name}`),
      value,
      { maxKeys: 6 },
    );
    const own = fc.record({
      time: fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }),
      msg: fc.string({ unit: 'binary' }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(own, record), { minLength: 1, maxLength: 30 }), async (records) => {
        const lines = records.map(([{ time, msg }, rest]) =>
          JSON.stringify({ time: time.toISOString(), msg: msg.replaceAll(/[\0\r\n]/g, ' '), ...rest }),
        );
        const found = await rows(lines.join('\n'), { format: 'ndjson' });
        expect(found.map((row) => row['raw'])).toEqual(lines);
        found.forEach((row, i) => {
          const { time, msg, ...rest } = JSON.parse(lines[i] ?? '') as Record<string, unknown>;
          const at = `${String(row['timestamp']).replace(' ', 'T')}Z`;
          expect(new Date(at).toISOString()).toBe(time);
          expect(row['body']).toBe(Buffer.from(String(msg)).toString());
          expect(JSON.parse(String(row['attributes']))).toEqual(rest);
        });
      }),
      { numRuns: 30 },
    );
  });

  it('keeps file order and line numbers over many batches', async () => {
    const lines = Array.from({ length: 5000 }, (_, i) => (i % 7 === 3 ? '' : `{"n":${i}}`)).join('\n');
    const found = await rows(lines);
    expect(found.every((row) => row['attributes'] === `{"n":${Number(row['line_no']) - 1}}`)).toBe(true);
    expect(found.length).toBe(5000 - 714);
  });
});

describe('formats', () => {
  it('rejects NDJSON lines that are no single object, with their numbers', async () => {
    const { statistics, rejectsPath } = await parsed('{"a":1}\n[1]\n{"a":1} x\n\n{"b"\n', {
      format: 'ndjson',
    });
    expect(rejectsOf(rejectsPath).map((reject) => [reject['line_no'], reject['code']])).toEqual([
      [2, 'NOT_AN_OBJECT'],
      [3, 'INVALID_JSON'],
      [5, 'INVALID_JSON'],
    ]);
    expect(statistics).toMatchObject({ lines: 5, records: 1, rejected_lines: 3, blank_lines: 1 });
    expect(statistics.rejects).toContainEqual({
      code: 'INVALID_JSON',
      count: 2,
      first_line: 3,
      sample: '{"a":1} x',
    });
  });

  it('reads CSV with a header, quoted line breaks, and rows of the wrong width', async () => {
    const csv =
      'time;level;message;n\n2024-01-01T00:00:00Z;INFO;"a;""b""\nc";1\nshort;row\n2024-01-02T00:00:00Z;WARN;ok;007\n';
    const { statistics, parquetPath, rejectsPath } = await parsed(csv);
    expect(statistics).toMatchObject({
      detected_format: 'csv',
      lines: 5,
      record_lines: 3,
      records: 2,
      structural_lines: 1,
      rejected_lines: 1,
    });
    expect(rejectsOf(rejectsPath)).toMatchObject([{ line_no: 4, code: 'COLUMN_COUNT', raw: 'short;row' }]);
    const [first, second] = await rowsOf(parquetPath);
    expect(first).toMatchObject({
      line_no: '2',
      line_count: 2,
      body: 'a;"b"\nc',
      severity_number: 9,
      attributes: '{"n":1}',
    });
    expect(second).toMatchObject({ line_no: '5', attributes: '{"n":"007"}' });
  });

  it('loses one line to a stray quote, not the rest of the file', async () => {
    const lines = Array.from({ length: 3000 }, (_, i) => (i === 10 ? '"stray,1' : `x${i},${i}`));
    const { statistics } = await parsed(`name,n\n${lines.join('\n')}`, { format: 'csv' });
    expect(statistics).toMatchObject({ records: 2999, rejected_lines: 1 });
  });

  it('joins stack traces, with bounds', async () => {
    const text =
      'before\n2024-01-01 00:00:00,000 ERROR boom\njava.lang.X: y\n\tat a.b\n\n\tat c.d\n2024-01-01 00:00:01,000 INFO ok\n';
    const found = await rows(text);
    expect(found.map((row) => [row['line_no'], row['line_count'], row['body']])).toEqual([
      ['1', 1, 'before'],
      ['2', 5, 'boom\njava.lang.X: y\n\tat a.b\n\n\tat c.d'],
      ['7', 1, 'ok'],
    ]);
    const long = `2024-01-01 00:00:00,000 ERROR boom\n${'\tat x\n'.repeat(2500)}`;
    expect((await rows(long)).map((row) => row['line_count'])).toEqual([1000, 1000, 501]);
  });

  it('bounds a record of several lines at 1 MiB of bytes, and at 1,000 lines with its blank ones', async () => {
    const start = '2024-01-01 00:00:00,000 ERROR boom\n';
    const sizes = async (line: string): Promise<number[]> => {
      const found = await rows(start + `${line}\n`.repeat(40), { format: 'text' });
      return found.map((row) => Buffer.byteLength(String(row['raw'])));
    };
    for (const line of [`\t${'x'.repeat(99_999)}`, `\t${'é'.repeat(49_999)}`]) {
      const found = await sizes(line);
      expect(found.every((size) => size <= 1024 * 1024)).toBe(true);
      // One line more would have been too much.
      expect(found.slice(0, -1).every((size) => size > 1024 * 1024 - 100_001)).toBe(true);
    }
    const blanks = `${start}${'\n'.repeat(998)}last\n`;
    expect((await rows(blanks)).map((row) => row['line_count'])).toEqual([1000]);
    const beyond = await parsed(`${start}${'\n'.repeat(999)}last\n`);
    expect((await rowsOf(beyond.parquetPath)).map((row) => row['line_count'])).toEqual([1, 1]);
    expect(beyond.statistics).toMatchObject({ lines: 1001, record_lines: 2, blank_lines: 999 });
  });

  it('keeps the white space of blank lines inside a record', async () => {
    const trace = '2024-03-01 10:00:00 ERROR boom\n   \n\n  at x\n\t\t\nCaused by: y';
    const { statistics, parquetPath } = await parsed(`${trace}\n \n`);
    const [row] = await rowsOf(parquetPath);
    expect(row).toMatchObject({ raw: trace, line_count: 6 });
    expect(statistics).toMatchObject({ lines: 7, record_lines: 6, blank_lines: 1 });
    const wide = `2024-03-01 10:00:00 ERROR a\n${`${' '.repeat(600_000)}\n`.repeat(2)}  at x\n`;
    expect(await rows(wide, { format: 'text' })).toMatchObject([{ line_count: 1 }, { line_no: '4' }]);
  });

  it('joins nothing across a line that was rejected', async () => {
    const text = `2024-01-01 00:00:00,000 ERROR boom\n\tat a\n${'x'.repeat(2 ** 20 + 1)}\n\tat b\n`;
    const { statistics, parquetPath } = await parsed(text);
    expect((await rowsOf(parquetPath)).map((row) => [row['line_no'], row['line_count']])).toEqual([
      ['1', 2],
      ['4', 1],
    ]);
    expect(statistics.rejects).toMatchObject([{ code: 'LINE_TOO_LONG', count: 1, first_line: 3 }]);
  });

  it('leaves lines before the first start as records of their own', async () => {
    const timed = '2024-01-01 00:00:00,000 ERROR boom\n\tat z\n';
    for (const [text, counts] of [
      [`  at x\n  at y\n  at z\n${timed}`, [1, 1, 1, 2]],
      [`before\n  at y\n${timed}`, [1, 1, 2]],
      ['  at x\n  at y\nplain\n  at z\n  at z\n', [1, 1, 3]],
    ] as const) {
      expect((await rows(text, { format: 'text' })).map((row) => row['line_count'])).toEqual(counts);
    }
  });

  it('reads UTF-16, a BOM, lone CR, NUL and broken UTF-8', async () => {
    const utf16 = Buffer.concat([
      Buffer.from([0xff, 0xfe]),
      Buffer.from('{"m":"é"}\r\n{"m":"\ud83d\ude00"}', 'utf16le'),
    ]);
    expect((await parsed(utf16)).statistics).toMatchObject({
      encoding: 'utf-16le',
      lines: 2,
      records: 2,
      replaced_bytes: 0,
    });
    const bigEndian = Buffer.from(utf16).swap16();
    expect((await parsed(bigEndian)).statistics).toMatchObject({
      encoding: 'utf-16be',
      lines: 2,
      records: 2,
    });
    const broken = Buffer.concat([Buffer.from('\ufeffone\rtwo\0'), Buffer.from([0xff])]);
    const { statistics, parquetPath } = await parsed(broken);
    expect(statistics).toMatchObject({ lines: 2, replaced_bytes: 2 });
    expect((await rowsOf(parquetPath)).map((row) => row['raw'])).toEqual(['one', 'two\ufffd\ufffd']);
  });
});

describe('a date and a time of day in fields of their own', () => {
  const time = '2024-03-01 10:00:01.5';

  it.each([
    ['csv', 'date,time,level,message\n2024-03-01,10:00:01.5,INFO,a\n'],
    ['csv', '2024-03-01,10:00:01.5,INFO,a,b\n2024-03-01,10:00:01.5,INFO,a,b\n'],
    ['ndjson', '{"time":"10:00:01.5","date":"2024-03-01","level":"INFO"}\n'],
    ['ndjson', '{"date":"01/Mar/2024","time":"11:00:01.5 +0100"}\n'],
    ['text', 'date=2024-03-01 time=10:00:01.5 level=info\n'],
  ] as const)('%s: %j', async (format, text) => {
    const { statistics, parquetPath } = await parsed(text, { format });
    expect(statistics.timestamps).toMatchObject({ parsed: statistics.records, missing: 0 });
    const [row] = await rowsOf(parquetPath);
    expect(row?.['timestamp']).toBe(time);
    expect(String(row?.['attributes'])).not.toContain('2024');
  });

  it('leaves a date alone where its time of day is none, and takes it where there is no other', async () => {
    const [broken, alone, better] = await rows(
      '{"date":"2024-03-01","time":"25:00:00"}\n{"date":"2024-03-01","ts":"x"}\n{"time":"10:00","ts":"2024-03-01T00:00:00Z"}\n',
    );
    expect(broken).toMatchObject({ timestamp: null, attributes: '{"date":"2024-03-01","time":"25:00:00"}' });
    expect(alone).toMatchObject({ timestamp: '2024-03-01 00:00:00', attributes: '{"ts":"x"}' });
    expect(better).toMatchObject({ timestamp: '2024-03-01 00:00:00', attributes: '{"time":"10:00"}' });
  });
});

describe('compression', () => {
  const line = '{"time":"2024-01-01T00:00:00Z","msg":"x"}\n';

  it('reads gzip of one and of several members', async () => {
    const members = Buffer.concat([gzipSync(line), gzipSync(line.repeat(3))]);
    expect((await parsed(gzipSync(line))).statistics).toMatchObject({ compression: 'gzip', records: 1 });
    expect((await parsed(members)).statistics).toMatchObject({
      records: 4,
      decompressed_bytes: line.length * 4,
    });
  });

  it('keeps what a truncated gzip still gives, and says so', async () => {
    const noise = Array.from({ length: 20_000 }, (_, i) => `{"n":${Math.imul(i, 2654435761)}}\n`).join('');
    const whole = gzipSync(noise);
    const { statistics } = await parsed(whole.subarray(0, whole.length / 2));
    expect(statistics.records).toBeGreaterThan(1000);
    expect(statistics.rejects.map(({ code }) => code)).toContain('TRUNCATED_INPUT');
    expectBalance(statistics);
  });

  it('reads zstd whatever the name says, and one layer only', async () => {
    const frames = Buffer.concat([zstdFrame(line), skippableFrame('x'), zstdFrame(line)]);
    expect((await parsed(frames)).statistics).toMatchObject({
      compression: 'zstd',
      records: 2,
      bytes: frames.length,
      decompressed_bytes: line.length * 2,
    });
    const nested = await parsed(zstdFrame(gzipSync(line)));
    expect(nested.statistics).toMatchObject({ compression: 'zstd', detected_format: 'plain' });
    expectBalance(nested.statistics);
  });

  it.each([
    ['gzip', gzipSync('')],
    ['zstd', zstdFrame('')],
  ])('%s of nothing is a result without rows', async (compression, bytes) => {
    const { statistics } = await parsed(bytes);
    expect(statistics).toMatchObject({ compression, lines: 0, records: 0, rejects: [] });
  });

  it.each([
    ['TRUNCATED_INPUT', gzipSync(line).subarray(0, -4), 'ends early, at byte'],
    [
      'TRUNCATED_INPUT',
      Buffer.concat([zstdFrame(line), zstdFrame(line).subarray(0, 8)]),
      'ends early, at byte',
    ],
    ['TRAILING_GARBAGE', Buffer.concat([gzipSync(line), Buffer.from('\n')]), 'at byte'],
    ['TRAILING_GARBAGE', Buffer.concat([zstdFrame(line), Buffer.from('tail')]), 'at byte'],
  ])('reports %s as a reject that counts no line', async (code, bytes, message) => {
    const { statistics, rejectsPath } = await parsed(bytes);
    expect(statistics).toMatchObject({
      lines: 1,
      records: 1,
      rejected_lines: 0,
      rejects: [{ code, count: 1 }],
    });
    expect(rejectsOf(rejectsPath)).toMatchObject([
      { line_no: 1, code, raw: '', message: expect.stringContaining(message) as unknown },
    ]);
    const aborted = await parse(bytes, { onError: 'abort' });
    expect(aborted).toMatchObject({ outcome: 'refused', code: 'REJECTED_LINE' });
  });

  it.each([
    ['gzip', gzipSync(Buffer.alloc(50_000_000))],
    ['zstd', zstdBomb(400)],
  ])('refuses %s bombs by ratio and by size', async (_compression, bomb) => {
    expect(await parse(bomb)).toMatchObject({ outcome: 'refused', code: 'COMPRESSION_RATIO_EXCEEDED' });
    const limits = { ...LIMITS, maxDecompressedBytes: 1000, maxCompressionRatio: 1e6 };
    expect(await parse(bomb, { limits })).toMatchObject({
      outcome: 'refused',
      code: 'DECOMPRESSED_TOO_LARGE',
    });
  });

  it('refuses zstd it cannot read', async () => {
    const largeWindow = Buffer.from(zstdFrame(line));
    largeWindow[5] = 0xf0;
    expect(await parse(largeWindow)).toMatchObject({ outcome: 'refused', code: 'UNSUPPORTED_COMPRESSION' });
  });
});

describe('files packed by something else', () => {
  it.each([
    ['bzip2', Buffer.from('BZh91AY&SY\x01\x02', 'latin1')],
    ['xz', Buffer.from('fd377a585a0000ff', 'hex')],
    ['zip', Buffer.from('504b030414000000', 'hex')],
    ['7z', Buffer.from('377abcaf271c0004', 'hex')],
    ['rar', Buffer.from('526172211a0701', 'hex')],
    ['lz4', Buffer.from('04224d186440', 'hex')],
    ['compress', Buffer.from('1f9d90', 'hex')],
  ])('are refused, and the packing is named: %s', async (name, bytes) => {
    expect(await parse(bytes)).toMatchObject({
      outcome: 'refused',
      code: 'UNSUPPORTED_COMPRESSION',
      message: expect.stringContaining(`packed as ${name},`) as unknown,
    });
  });

  it('are not seen in a text that begins alike', async () => {
    for (const text of ['BZh is a word', 'PK is another', '7z and Rar! as well']) {
      expect((await parsed(text)).statistics).toMatchObject({ records: 1 });
    }
  });
});

describe('rejects', () => {
  it('name the place of the fault, where it is one', async () => {
    const rejects = async (text: string, format: 'ndjson' | 'csv' | 'json'): Promise<unknown[]> =>
      rejectsOf((await parsed(text, { format })).rejectsPath).map(({ line_no, code, column }) => [
        line_no,
        code,
        column,
      ]);
    expect(await rejects('{"a":1} x\n{"a":\n[1]\n', 'ndjson')).toEqual([
      [1, 'INVALID_JSON', 9],
      [2, 'INVALID_JSON', 6],
      [3, 'NOT_AN_OBJECT', null],
    ]);
    expect(await rejects('[{"a":1},\n{"a" 1}]', 'json')).toEqual([[2, 'INVALID_JSON', 6]]);
    expect(await rejects('time,n\n2024-01-01T00:00:00Z,1\na\nb,2,"3"\n"c"x,1\nd,"e\n', 'csv')).toEqual([
      [3, 'COLUMN_COUNT', 2],
      [4, 'COLUMN_COUNT', 5],
      [5, 'INVALID_CSV', 4],
      [6, 'INVALID_CSV', 3],
    ]);
  });

  it('hold bounded text of whole characters', async () => {
    const { statistics, rejectsPath } = await parsed(
      `${'\ud83d\ude00'.repeat(600)}\nx${'\ud83d\ude00'.repeat(600)}`,
      {
        format: 'ndjson',
      },
    );
    const raws = rejectsOf(rejectsPath).map(({ raw }) => String(raw));
    expect(raws.map((raw) => [raw.length, Buffer.from(raw).toString() === raw])).toEqual([
      [1024, true],
      [1023, true],
    ]);
    expect(statistics.rejects).toEqual([
      { code: 'INVALID_JSON', count: 2, first_line: 1, sample: '\ud83d\ude00'.repeat(100) },
    ]);
  });

  it('count the line of a document that a job stops on', async () => {
    const outcome = await parse('[\n{"a":1},\n1,\n{"a":2}]', { format: 'json', onError: 'abort' });
    expect(outcome).toMatchObject({
      outcome: 'refused',
      code: 'REJECTED_LINE',
      statistics: { lines: 3, records: 1, rejected_lines: 1, structural_lines: 1 },
    });
    if (outcome.outcome === 'refused') expect(rejectsOf(outcome.rejects?.path ?? '')).toHaveLength(1);
  });

  it('are one where an array is cut off, and the elements before it are read', async () => {
    for (const [tail, line] of [
      ['', 2],
      ['{"a":', 3],
      ['{"a":3', 3],
      ['{"a":"x', 3],
    ] as const) {
      const { statistics, rejectsPath } = await parsed(`[{"a":1},\n{"a":2},\n${tail}`);
      expect(statistics).toMatchObject({ detected_format: 'json', records: 2 });
      expect(rejectsOf(rejectsPath)).toMatchObject([{ line_no: line, code: 'INVALID_JSON' }]);
    }
  });
});

describe('policy', () => {
  it('stops at the first reject, or after too many', async () => {
    const bad = '{"a":1}\nx\ny\nz\n';
    const abort = await parse(bad, { format: 'ndjson', onError: 'abort' });
    expect(abort).toMatchObject({
      outcome: 'refused',
      code: 'REJECTED_LINE',
      statistics: { records: 1, rejected_lines: 1 },
    });
    const tooMany = await parse(bad, { format: 'ndjson', maxRejects: 2 });
    expect(tooMany).toMatchObject({
      outcome: 'refused',
      code: 'TOO_MANY_REJECTS',
      statistics: { rejected_lines: 3 },
    });
    expect(await parse(bad, { format: 'ndjson', maxRejects: 3 })).toMatchObject({ outcome: 'parsed' });
  });
});

describe('hostile files', () => {
  it('an empty file is a result without rows', async () => {
    expect((await parsed('')).statistics).toMatchObject({ lines: 0, records: 0 });
    expect(await rows('')).toEqual([]);
  });

  it('one line of 50 MB, and JSON nested 100,000 deep', async () => {
    const long = (await parsed(Buffer.alloc(50_000_000, 'x'), { format: 'text' })).statistics;
    expect(long).toMatchObject({ lines: 1, rejected_lines: 1 });
    const deep = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}\n{"b":1}\n`;
    for (const format of ['ndjson', 'json'] as const) {
      const { statistics } = await parsed(deep, { format });
      expect(statistics).toMatchObject({
        records: 1,
        rejected_lines: 1,
        rejects: [{ code: 'NESTING_TOO_DEEP' }],
      });
    }
  });

  it('reads more long lines than the engine has memory for, in their order', async () => {
    const lines = Array.from({ length: 100 }, () => randomBytes(450_000).toString('hex'));
    const read = await rows(lines.join('\n'), { format: 'text', limits: { ...LIMITS, memoryMb: 128 } });
    expect(read.map(({ raw }) => raw === lines.shift())).toEqual(Array(100).fill(true));
  });

  it('reads JSON as deep as it may be, and no deeper', async () => {
    const nested = (depth: number): string => `${'{"a":'.repeat(depth - 1)}{}${'}'.repeat(depth - 1)}`;
    for (const format of ['ndjson', 'json'] as const) {
      const limits = { ...LIMITS, maxNestingDepth: 20 };
      const { statistics, parquetPath } = await parsed(`${nested(20)}\n${nested(21)}\n`, { format, limits });
      expect(statistics).toMatchObject({ records: 1, rejects: [{ code: 'NESTING_TOO_DEEP', count: 1 }] });
      expect((await rowsOf(parquetPath))[0]?.['raw']).toBe(nested(20));
      const deepest = { ...LIMITS, maxNestingDepth: 5000 };
      expect((await parsed(nested(5000), { format, limits: deepest })).statistics.records).toBe(1);
    }
  });

  it('refuses a result that is too large, of records or of rejects', async () => {
    const limits = { ...LIMITS, maxOutputBytes: 300_000 };
    const noise = Array.from({ length: 200_000 }, (_, i) => `{"n":${Math.imul(i, 2654435761)}}\n`).join('');
    const records = await parse(noise, { limits });
    expect(records).toMatchObject({ outcome: 'refused', code: 'OUTPUT_TOO_LARGE' });
    const rejects = await parse('x\n'.repeat(100_000), { format: 'ndjson', limits });
    expect(rejects).toMatchObject({ outcome: 'refused', code: 'OUTPUT_TOO_LARGE' });
    // It stops soon, with a report of what was read.
    expect(rejects.statistics?.rejected_lines).toBeLessThan(10_000);
  });

  it('counts balance for any bytes in every format', async () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '{"a":1}',
        '[',
        ']',
        '{',
        '}',
        '"',
        ',',
        '\n',
        '\r',
        '\r\n',
        'a,b,c\n',
        '2024-01-01 00:00:00 INFO x\n',
        '\ttab\n',
        ' ',
        '#Fields: a b\n',
        '\ufeff',
        '\\',
      ),
      fc.uint8Array({ maxLength: 20 }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(piece, { maxLength: 40 }),
        fc.constantFrom('json', 'ndjson', 'csv', 'text', 'auto'),
        async (pieces, format) => {
          const outcome = await parse(Buffer.concat(pieces.map((each) => Buffer.from(each as string))), {
            format,
          });
          // Random bytes may begin like a compressed file.
          if (outcome.outcome === 'parsed') expectBalance(outcome.statistics);
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('the corpus under auto', () => {
  const manifest = readFileSync(join(CORPUS, 'MANIFEST.tsv'), 'utf8').trim().split('\n').slice(1);

  it.each(manifest.map((row) => [row.split('\t')[0] ?? '']))('%s balances', async (file) => {
    const { statistics } = await parsed(readFileSync(join(CORPUS, file)));
    expectBalance(statistics);
    expect(statistics.records).toBeGreaterThan(file === 'lnav/logfile_empty.0' ? -1 : 0);
  });

  it('reads every line of a real access log', async () => {
    const { statistics, parquetPath } = await parsed(
      readFileSync(join(CORPUS, 'apache-combined/apache_logs')),
    );
    expect(statistics).toMatchObject({
      lines: 10_000,
      records: 10_000,
      rejected_lines: 0,
      detected_format: 'apache_combined',
      first_timestamp: '2015-05-17T10:05:00.000Z',
      last_timestamp: '2015-05-20T21:05:59.000Z',
      timestamps: { parsed: 10_000, missing: 0, assumed_timezone: 0, assumed_year: 0 },
      severities: { INFO: 9780, WARN: 217, ERROR: 3 },
    });
    const [first] = await rowsOf(parquetPath);
    expect(JSON.parse(String(first?.['attributes']))).toMatchObject({
      client_ip: '83.149.9.216',
      method: 'GET',
      status: 200,
      bytes: 203023,
    });
  });
});
