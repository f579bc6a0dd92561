import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { lookAt, readRange } from './read-file.js';

const SIZE = 20_000;
const WRITTEN_OVER = 'It was written over while it was sent.';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ingest-test-read-'));
  path = join(folder, 'file.log');
  await writeFile(path, 'a'.repeat(SIZE));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Writes into the file that is there, and does not cut it first. */
const writeInto = (content: string): Promise<void> => writeFile(path, content, { flag: 'r+' });

describe('readRange', () => {
  it('reads a file that grew as it was', async () => {
    const { version } = await lookAt(path, 0);
    await appendFile(path, 'more');
    const range = { start: 5_000, end: SIZE };
    expect(await buffer(readRange(path, version, range))).toEqual(Buffer.alloc(15_000, 'a'));
  });

  it.each<[string, string]>([
    ['beginning', `b${'a'.repeat(SIZE)}`],
    ['end', `${'a'.repeat(SIZE - 1)}bb`],
  ])('refuses one that became longer with another %s', async (_where, content) => {
    const { version } = await lookAt(path, 0);
    await writeInto(content);
    const range = { start: 5_000, end: 6_000 };
    await expect(buffer(readRange(path, version, range))).rejects.toThrow(WRITTEN_OVER);
  });

  it('refuses one that became so while it was read', async () => {
    const { version } = await lookAt(path, 0);
    const pieces = readRange(path, version, { start: 0, end: SIZE });
    await pieces.next();
    await writeInto('b'.repeat(SIZE + 1));
    await expect(buffer(pieces)).rejects.toThrow(WRITTEN_OVER);
  });

  it('compares a file that is shorter than what is compared', async () => {
    await writeFile(path, 'short');
    const { version, head } = await lookAt(path, 8);
    expect(head.toString()).toBe('short');
    await appendFile(path, 'er');
    expect(await buffer(readRange(path, version, { start: 0, end: 5 }))).toEqual(Buffer.from('short'));
    await writeInto('other text');
    await expect(buffer(readRange(path, version, { start: 0, end: 5 }))).rejects.toThrow(WRITTEN_OVER);
  });
});
