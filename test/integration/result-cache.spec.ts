import { createHash, randomBytes } from 'node:crypto';
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, type Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SharedWork } from '../../src/common/shared-work.js';
import { LocalDriver } from '../../src/common/storage/drivers/local.driver.js';
import { LocalUrlSigner } from '../../src/common/storage/local-url-signer.js';
import type { ReadOptions } from '../../src/common/storage/storage.js';
import { deriveKey } from '../../src/common/security/derived-key.js';
import { RejectsService } from '../../src/logs/rejects.service.js';
import { CachedResultFiles } from '../../src/logs/result-files/cached-result-files.js';
import type { OpenResult } from '../../src/logs/result-files/result-files.js';
import { waitFor } from '../support/wait-for.js';

const KIB = 1_024;

/** `LOCAL` storage that counts how often it is read, and gives a read in hand where that is asked for. */
class CountingDriver extends LocalDriver {
  reads = 0;
  /** What the next reads give instead of the object. */
  instead: ((signal: AbortSignal | undefined) => Readable) | undefined;

  override async read(key: string, options: ReadOptions = {}): Promise<Readable> {
    this.reads += 1;
    return this.instead?.(options.signal) ?? super.read(key, options);
  }
}

/** A cache that others evict from: the first files are gone as soon as they are open. */
class RaidedResultFiles extends CachedResultFiles {
  raids = 1;

  override async open(key: string, signal?: AbortSignal): Promise<OpenResult> {
    const file = await super.open(key, signal);
    if (this.raids > 0) rmSync(file.path);
    this.raids -= 1;
    return file;
  }
}

/** Gives names of files that are gone already. */
class RaidedWork extends SharedWork<string, string> {
  constructor(private raids: number) {
    super();
  }

  override async share(...args: Parameters<SharedWork<string, string>['share']>): Promise<string> {
    const name = await super.share(...args);
    if (this.raids > 0) rmSync(join(cacheDir(), name));
    this.raids -= 1;
    return name;
  }
}

let folder: string;
let driver: CountingDriver;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'result-cache-'));
  driver = new CountingDriver(
    join(folder, 'storage'),
    new LocalUrlSigner(deriveKey('secret', 'storage-url'), 'http://127.0.0.1'),
  );
  await driver.prepare();
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const cacheDir = (): string => join(folder, 'cache');
const names = (): string[] => readdirSync(cacheDir());

async function openCache(maxBytes = 1_000 * KIB): Promise<CachedResultFiles> {
  const cache = new CachedResultFiles(driver, cacheDir(), maxBytes);
  await cache.prepare();
  return cache;
}

async function store(key: string, bytes: number): Promise<Buffer> {
  const content = randomBytes(bytes);
  const path = join(folder, 'source');
  writeFileSync(path, content);
  await driver.writeFile(key, path, 'application/octet-stream');
  return content;
}

/** Has what the cache provides removed before it is used, as another process that shares the folder may. */
function evictWhatIsProvided(cache: CachedResultFiles, times: number): void {
  Object.assign(cache, { fetches: new RaidedWork(times) });
}

/** Opens a file, compares it and releases it. */
async function expectContent(cache: CachedResultFiles, key: string, content: Buffer): Promise<void> {
  const file = await cache.open(key);
  expect(readFileSync(file.path).equals(content)).toBe(true);
  file.release();
}

describe('the cache of results', () => {
  it('fetches a file once, however many ask for it at the same time, and keeps it', async () => {
    const content = await store('parsed/a', 300 * KIB);
    const cache = await openCache();
    await Promise.all(Array.from({ length: 20 }, () => expectContent(cache, 'parsed/a', content)));
    await expectContent(cache, 'parsed/a', content);
    expect(driver.reads).toBe(1);
    expect(names()).toHaveLength(1);
  });

  it('outlives the process that filled it, and clears what a dead one left', async () => {
    const content = await store('parsed/a', KIB);
    await expectContent(await openCache(), 'parsed/a', content);
    const left = join(cacheDir(), 'whatever.part');
    writeFileSync(left, 'half');
    utimesSync(left, new Date(0), new Date(0));
    await expectContent(await openCache(), 'parsed/a', content);
    expect(driver.reads).toBe(1);
    expect(names()).toHaveLength(1);
  });

  it.each([
    [
      'cut',
      (path: string) => {
        truncateSync(path, 10);
      },
    ],
    [
      'empty',
      (path: string) => {
        truncateSync(path, 0);
      },
    ],
    ['altered in one bit', flipOneBit],
    [
      'removed',
      (path: string) => {
        rmSync(path);
      },
    ],
  ])('fetches a file again that was %s, in this process and in the next', async (_name, damage) => {
    const content = await store('parsed/a', 64 * KIB);
    const cache = await openCache();
    await expectContent(cache, 'parsed/a', content);
    damage(join(cacheDir(), names()[0] ?? ''));
    await expectContent(cache, 'parsed/a', content);
    expect(driver.reads).toBe(2);
    damage(join(cacheDir(), names()[0] ?? ''));
    await expectContent(await openCache(), 'parsed/a', content);
    expect(driver.reads).toBe(3);
    expect(names()).toHaveLength(1);
  });

  it('gives another file to the next one when a reader says that it is bad', async () => {
    const content = await store('parsed/a', KIB);
    const cache = await openCache();
    const file = await cache.open('parsed/a');
    await file.discard();
    await expectContent(cache, 'parsed/a', content);
    expect(driver.reads).toBe(2);
  });

  it('provides a file again that another process evicts before it is used', async () => {
    const content = await store('parsed/a', KIB);
    const cache = await openCache();
    await expectContent(cache, 'parsed/a', content);
    evictWhatIsProvided(cache, 2);
    await expectContent(cache, 'parsed/a', content);
    expect(driver.reads).toBe(3);
    expect(names()).toHaveLength(1);
  });

  it('gives up a file that is evicted each time, and asks to try again', async () => {
    await store('parsed/a', KIB);
    const cache = await openCache();
    evictWhatIsProvided(cache, Infinity);
    await expect(cache.open('parsed/a')).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('gives a report of rejects again that vanishes before it is read', async () => {
    const path = join(folder, 'source');
    writeFileSync(path, '{"line_no":1}\n');
    await driver.writeFile('rejects/a', path, 'application/x-ndjson');
    const cache = new RaidedResultFiles(driver, cacheDir(), 1_000 * KIB);
    await cache.prepare();
    const jobs = { get: () => Promise.resolve({ status: 'COMPLETED', rejectsKey: 'rejects/a' }) };
    const rejects = new RejectsService(jobs as never, cache);
    expect(await rejects.list('some job', {}, {} as never)).toEqual({
      items: [{ line_no: 1 }],
      next_cursor: null,
    });
    expect(driver.reads).toBe(2);
  });

  it('keeps to its size by removing what was used least recently, and never what is in use', async () => {
    const contents = new Map<string, Buffer>();
    for (const key of ['parsed/a', 'parsed/b', 'parsed/c', 'parsed/d']) {
      contents.set(key, await store(key, 100 * KIB));
    }
    const cache = await openCache(250 * KIB);
    const use = (key: string) => expectContent(cache, key, contents.get(key) ?? Buffer.alloc(0));
    const held = await cache.open('parsed/a');
    setUsed('parsed/a', 1);
    await use('parsed/b');
    setUsed('parsed/b', 2);
    await use('parsed/c');
    await waitFor(() => !has('parsed/b'), { what: 'the one used before to go' });
    expect([has('parsed/a'), has('parsed/c')]).toEqual([true, true]);
    held.release();
    await use('parsed/d');
    await waitFor(() => !has('parsed/a'), { what: 'the released one to go' });
    expect([has('parsed/c'), has('parsed/d')]).toEqual([true, true]);
    expect(sizeOfCache()).toBeLessThanOrEqual(250 * KIB);
  });

  it('gives a file that is larger than all of it, and lets it go when it is released', async () => {
    const content = await store('parsed/a', 100 * KIB);
    const cache = await openCache(10 * KIB);
    const file = await cache.open('parsed/a');
    expect(readFileSync(file.path).equals(content)).toBe(true);
    file.release();
    await waitFor(() => names().length === 0, { what: 'the file to go' });
  });

  it('stops a fetch when nobody waits for it any more, and leaves nothing of it', async () => {
    const content = await store('parsed/a', KIB);
    const body = new PassThrough();
    driver.instead = () => body;
    const cache = await openCache();
    const [one, other] = [new AbortController(), new AbortController()];
    const asked = [cache.open('parsed/a', one.signal), cache.open('parsed/a', other.signal)];
    const outcomes = Promise.allSettled(asked);
    await waitFor(() => names().length === 1, { what: 'the fetch to begin' });
    one.abort(new Error('first gone'));
    await expect(asked[0]).rejects.toThrow('first gone');
    expect(body.destroyed).toBe(false);
    other.abort(new Error('second gone'));
    await outcomes;
    await waitFor(() => body.destroyed && names().length === 0, { what: 'the fetch to stop' });
    driver.instead = undefined;
    await expectContent(cache, 'parsed/a', content);
  });

  it('keeps nothing of a fetch that ended early, and says that storage is away', async () => {
    await store('parsed/a', 10 * KIB);
    driver.instead = () => {
      const body = new PassThrough();
      body.end('too short');
      return body;
    };
    const cache = await openCache();
    await expect(cache.open('parsed/a')).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
    expect(names()).toEqual([]);
    driver.instead = undefined;
    await expect(cache.open('parsed/none')).rejects.toMatchObject({ code: 'OBJECT_NOT_FOUND' });
  });
});

function pathOf(key: string): string | undefined {
  const hash = createHash('sha256').update(key).digest('hex').slice(0, 32);
  const name = names().find((one) => one.startsWith(hash));
  return name === undefined ? undefined : join(cacheDir(), name);
}

function has(key: string): boolean {
  return pathOf(key) !== undefined;
}

function setUsed(key: string, seconds: number): void {
  const path = pathOf(key) ?? '';
  utimesSync(path, new Date(seconds * 1_000), statSync(path).mtime);
}

function sizeOfCache(): number {
  return names().reduce((sum, name) => sum + statSync(join(cacheDir(), name)).size, 0);
}

function flipOneBit(path: string): void {
  const content = readFileSync(path);
  content[100] = (content[100] ?? 0) ^ 1;
  writeFileSync(path, content);
}
