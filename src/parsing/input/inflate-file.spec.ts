import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { skippableFrame, zstdBomb, zstdFrame, zstdLines } from '../../../test/parsing/zstd-frames.js';
import type { InflateBounds } from './bounded-output.js';
import { inflateFile } from './inflate-file.js';

const BOUNDS = { maxBytes: 1e9, maxRatio: 1e6 };
const TEXT = 'one\ntwo\nthree\n';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'inflate-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function inflate(compression: 'gzip' | 'zstd', bytes: Buffer, bounds: InflateBounds = BOUNDS) {
  const source = join(folder, 'source');
  const target = join(folder, 'target');
  writeFileSync(source, bytes);
  const result = await inflateFile(compression, source, target, bounds);
  return { result, text: readFileSync(target, 'utf8') };
}

/** Lines that do not compress well, so that a cut in the middle leaves whole blocks. */
const NOISE = Array.from({ length: 50_000 }, (_, i) => `${Math.imul(i, 2654435761)}\n`).join('');

function damaged(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy.fill(0xff, at, at + 64);
  return copy;
}

/** A member with every optional field of its header (RFC 1952 §2.3.1). */
function gzipWithFields(text: string): Buffer {
  const plain = gzipSync(text);
  const fields = Buffer.concat([
    Buffer.from([3, 0, 1, 2, 3]),
    Buffer.from('name\0comment\0'),
    Buffer.from([0, 0]),
  ]);
  const header = Buffer.from(plain.subarray(0, 10));
  header[3] = 0x02 | 0x04 | 0x08 | 0x10;
  return Buffer.concat([header, fields, plain.subarray(10)]);
}

describe('gzip', () => {
  const whole = gzipSync(TEXT);
  const noise = gzipSync(NOISE);

  it.each([
    ['one member', whole, TEXT],
    ['several members', Buffer.concat([whole, gzipSync(''), whole]), TEXT + TEXT],
    ['optional header fields', gzipWithFields(TEXT), TEXT],
    ['zeros as padding', Buffer.concat([whole, Buffer.alloc(300_000)]), TEXT],
    ['nothing in it', gzipSync(''), ''],
    ['a header across the edge of what is read at once', Buffer.concat([noise, whole]), NOISE + TEXT],
  ])('reads %s', async (_what, bytes, expected) => {
    const { result, text } = await inflate('gzip', bytes);
    expect(result).toEqual({ kind: 'inflated', bytes: expected.length, fault: null });
    expect(text === expected).toBe(true);
  });

  it.each([
    ['a line break', '\n'],
    ['text', 'this is no gzip'],
    ['zeros and more', '\0\0\0x'],
  ])('ignores %s behind the members, as gzip -d does, and says so', async (_what, garbage) => {
    const { result, text } = await inflate('gzip', Buffer.concat([whole, whole, Buffer.from(garbage)]));
    expect(result).toMatchObject({ fault: { code: 'TRAILING_GARBAGE', offset: 2 * whole.length } });
    expect(text).toBe(TEXT + TEXT);
  });

  it.each([
    ['in the data', noise.subarray(0, noise.length / 2), noise.length / 2],
    ['in the trailer', noise.subarray(0, -3), noise.length - 8],
    ['in the next header', Buffer.concat([noise, whole.subarray(0, 6)]), noise.length],
  ])('keeps what comes before an end %s', async (_what, bytes, offset) => {
    const { result, text } = await inflate('gzip', bytes);
    expect(result).toMatchObject({ fault: { code: 'TRUNCATED_INPUT', offset: Math.floor(offset) } });
    expect(text.length).toBeGreaterThan(NOISE.length * 0.4);
    expect(NOISE.startsWith(text)).toBe(true);
  });

  it('keeps what comes before damage, and what only a checksum finds', async () => {
    const hit = await inflate('gzip', damaged(noise, noise.length - 50_000));
    expect(hit.result).toMatchObject({ kind: 'inflated', fault: { code: 'CORRUPT_INPUT' } });
    expect(hit.text.length).toBeGreaterThan(NOISE.length * 0.3);
    const wrongSum = Buffer.from(whole);
    wrongSum.writeUInt32LE(1, whole.length - 8);
    const summed = await inflate('gzip', Buffer.concat([wrongSum, whole]));
    expect(summed).toMatchObject({
      result: { fault: { code: 'CORRUPT_INPUT', offset: whole.length - 8 } },
      text: TEXT,
    });
  });
});

describe('zstd', () => {
  const frame = zstdFrame(TEXT);

  it('reads what a real compressor wrote, whole and cut anywhere', async () => {
    const { packed, plain } = await zstdLines(200_000);
    const whole = await inflate('zstd', packed);
    expect(whole.result).toEqual({ kind: 'inflated', bytes: plain.length, fault: null });
    expect(whole.text === plain).toBe(true);
    const half = await inflate('zstd', packed.subarray(0, packed.length / 2));
    expect(half.result).toMatchObject({
      fault: { code: 'TRUNCATED_INPUT', offset: Math.floor(packed.length / 2) },
    });
    expect(half.text.length).toBeGreaterThan(plain.length * 0.3);
    expect(plain.startsWith(half.text)).toBe(true);
    const hit = await inflate('zstd', damaged(packed, packed.length / 2));
    expect(hit.result).toMatchObject({ kind: 'inflated', fault: { code: 'CORRUPT_INPUT' } });
    expect(hit.text.length).toBeGreaterThan(plain.length * 0.2);
  });

  it.each([
    ['several frames', Buffer.concat([frame, zstdFrame(''), frame]), TEXT + TEXT],
    ['skippable frames', Buffer.concat([skippableFrame('meta'), frame, skippableFrame('')]), TEXT],
    ['skippable frames alone', skippableFrame('x'.repeat(300_000)), ''],
    ['blocks across what is read at once', zstdFrame(NOISE), NOISE],
  ])('reads %s', async (_what, bytes, expected) => {
    const { result, text } = await inflate('zstd', bytes);
    expect(result).toEqual({ kind: 'inflated', bytes: expected.length, fault: null });
    expect(text === expected).toBe(true);
  });

  it.each(['\n', 'this is no zstd'])('ignores %j behind the frames and says so', async (garbage) => {
    const { result, text } = await inflate('zstd', Buffer.concat([frame, Buffer.from(garbage)]));
    expect(result).toMatchObject({ fault: { code: 'TRAILING_GARBAGE', offset: frame.length } });
    expect(text).toBe(TEXT);
  });

  it('is refused where a window would need too much memory', async () => {
    const large = Buffer.from(frame);
    large[5] = 0xf0; // a window of 2^40 bytes
    expect((await inflate('zstd', large)).result).toEqual({ kind: 'unsupported' });
  });
});

describe('bounds', () => {
  const bombs = { gzip: gzipSync(Buffer.alloc(20_000_000)), zstd: zstdBomb(160) };

  it.each(['gzip', 'zstd'] as const)(
    'stop %s before anything beyond them is written',
    async (compression) => {
      const bomb = bombs[compression];
      const byRatio = await inflate(compression, bomb, { maxBytes: 1e9, maxRatio: 50 });
      expect(byRatio.result).toEqual({ kind: 'ratio-exceeded' });
      expect(byRatio.text.length).toBeLessThanOrEqual(Math.max(bomb.length * 50, 2 ** 20));
      const bySize = await inflate(compression, bomb, { maxBytes: 1_500_000, maxRatio: 1e6 });
      expect(bySize.result).toEqual({ kind: 'too-large' });
      expect(bySize.text.length).toBeLessThanOrEqual(1_500_000);
    },
  );
});
