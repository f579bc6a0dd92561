import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BufferByteSource } from '../../../test/parsing/buffer-byte-source.js';
import { LineReader } from './line-reader.js';

function lines(bytes: Buffer | string, maxLineBytes = 1000, step?: number, chunk?: number): string[] {
  const reader = new LineReader(new BufferByteSource(Buffer.from(bytes), step), maxLineBytes, chunk);
  const found: string[] = [];
  while (reader.next()) found.push(reader.tooLong ? `long:${reader.text.slice(0, 2)}` : reader.text);
  expect(reader.lineNo).toBe(found.length);
  return found;
}

describe('LineReader', () => {
  it.each([
    ['', []],
    ['a', ['a']],
    ['a\n', ['a']],
    ['a\nb', ['a', 'b']],
    ['a\r\nb\r\n', ['a', 'b']],
    ['a\rb\r', ['a', 'b']],
    ['\n\r\n\r', ['', '', '']],
    ['a\n\rb', ['a', '', 'b']],
    ['\ufeffa\nb', ['a', 'b']],
    ['\ufeff', []],
    ['a\0b', ['a\ufffdb']],
    ['é\u{1f600}\r\nß', ['é\u{1f600}', 'ß']],
  ])('splits %j', (text, expected) => {
    expect(lines(text)).toEqual(expected);
  });

  it('replaces what is no UTF-8 and counts its bytes', () => {
    const reader = new LineReader(
      new BufferByteSource(Buffer.from([0x61, 0xff, 0x62, 0xe2, 0x82, 0x0a, 0x00])),
      100,
    );
    expect(reader.next()).toBe(true);
    expect(reader.text).toBe('a\ufffdb\ufffd');
    expect(reader.next()).toBe(true);
    expect(reader.text).toBe('\ufffd');
    expect(reader.replacedBytes).toBe(4);
  });

  it('reports a line that is too long and goes on behind it', () => {
    expect(lines(`ok\n${'x'.repeat(5000)}\r\nok\r${'y'.repeat(3000)}`, 100, 7, 64)).toEqual([
      'ok',
      'long:xx',
      'ok',
      'long:yy',
    ]);
    expect(lines('é'.repeat(60), 100)).toEqual(['long:éé']);
    expect(lines('é'.repeat(50), 100)).toEqual(['é'.repeat(50)]);
  });

  it('bounds a line by the bytes that it has in the file', () => {
    const latin1 = (count: number): Buffer =>
      Buffer.from(`a\r\n\xff\rb\n${'\xe9'.repeat(count)}\nc\n`, 'latin1');
    expect(lines(latin1(100), 100)).toEqual(['a', '\ufffd', 'b', '\ufffd'.repeat(100), 'c']);
    expect(lines(latin1(101), 100)).toEqual(['a', '\ufffd', 'b', 'long:\ufffd\ufffd', 'c']);
  });

  it('counts no replaced bytes of a line that is too long, however it comes', () => {
    const bytes = Buffer.from(`\xff\n${'\xe9'.repeat(101)}\n\xff\n`, 'latin1');
    for (const [step, chunk] of [
      [undefined, undefined],
      [7, 20],
    ]) {
      const reader = new LineReader(new BufferByteSource(bytes, step), 100, chunk);
      while (reader.next());
      expect(reader.replacedBytes).toBe(2);
    }
  });

  it('gives the same lines however the bytes arrive', () => {
    const byte = fc.oneof(fc.constantFrom(10, 13, 0, 0xef, 0xbb, 0xbf, 0xe2, 0x82, 0xac, 97), fc.nat(255));
    fc.assert(
      fc.property(
        fc.array(byte, { maxLength: 300 }),
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 4, max: 60 }),
        (raw, step, chunk) => {
          const bytes = Buffer.from(raw);
          expect(lines(bytes, 40, step, chunk)).toEqual(lines(bytes, 40));
        },
      ),
      { numRuns: 2000 },
    );
  });
});
