import { createSecretKey, randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, mkdir, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LocalDriver } from '../../src/common/storage/drivers/local.driver.js';
import { LocalUrlSigner } from '../../src/common/storage/local-url-signer.js';

const MIB = 1_048_576;

/** What only a folder has to take care of itself. */
describe('uploads in parts, in a folder', () => {
  let root: string;
  let driver: LocalDriver;

  const open = (): LocalDriver =>
    new LocalDriver(
      root,
      new LocalUrlSigner(createSecretKey('a secret of tests', 'utf8'), 'http://127.0.0.1'),
    );

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'ingest-parts-'));
    driver = open();
    await driver.prepare();
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  /** @returns the upload, with a part for each content */
  async function begin(contents: readonly Buffer[]): Promise<{ key: string; uploadId: string }> {
    const key = `raw-logs/${randomUUID()}.log`;
    const uploadId = await driver.multipart.start(key);
    await Promise.all(
      contents.map((content, index) =>
        driver.multipart.receivePart(
          { key, uploadId, partNumber: index + 1, bytes: content.length },
          Readable.from([content]),
        ),
      ),
    );
    return { key, uploadId };
  }

  it('are copied once for all who complete them at the same time', async () => {
    const parts = [randomBytes(20 * MIB), randomBytes(20 * MIB)];
    const { key, uploadId } = await begin(parts);
    const there = (await driver.multipart.listParts(key, uploadId)) ?? [];
    const copies = new Set<string>();
    const done = new AbortController();
    const watched = (async () => {
      while (!done.signal.aborted)
        for (const name of await readdir(join(root, '.incoming'))) copies.add(name);
    })();
    await Promise.all(Array.from({ length: 5 }, () => driver.multipart.complete(key, uploadId, there)));
    done.abort();
    await watched;
    // The copy, and the parts on their way out.
    expect(copies.size).toBeLessThanOrEqual(2);
    expect((await buffer(await driver.read(key))).equals(Buffer.concat(parts))).toBe(true);
  });

  it('go on to be put together while one of two callers gives up', async () => {
    const { key, uploadId } = await begin([randomBytes(20 * MIB)]);
    const there = (await driver.multipart.listParts(key, uploadId)) ?? [];
    const impatient = new AbortController();
    const both = [
      driver.multipart.complete(key, uploadId, there, impatient.signal),
      driver.multipart.complete(key, uploadId, there),
    ];
    impatient.abort(new Error('gone'));
    await expect(both[0]).rejects.toThrow('gone');
    await both[1];
    expect((await driver.stat(key))?.bytes).toBe(20 * MIB);
  });

  it('are made once by two processes, and found by both', async () => {
    const content = randomBytes(5 * MIB);
    const { key, uploadId } = await begin([content]);
    const there = (await driver.multipart.listParts(key, uploadId)) ?? [];
    await Promise.all([driver, open()].map((one) => one.multipart.complete(key, uploadId, there)));
    expect((await buffer(await driver.read(key))).equals(content)).toBe(true);
    expect(await readdir(join(root, '.incoming'))).toEqual([]);
    expect(await readdir(join(root, '.multipart'))).not.toContain(uploadId);
  });

  it('are all there or gone, whenever somebody looks', async () => {
    const { key, uploadId } = await begin(Array.from({ length: 300 }, () => Buffer.from('a part')));
    const gone = new AbortController();
    const looking = (async () => {
      const seen = new Set<number | undefined>();
      while (!gone.signal.aborted) seen.add((await driver.multipart.listParts(key, uploadId))?.length);
      return seen;
    })();
    await driver.multipart.abort(key, uploadId);
    gone.abort();
    for (const count of await looking) expect([300, undefined]).toContain(count);
  });

  it('keep one of the bodies that came for a part at the same time, each with its own etag', async () => {
    const key = `raw-logs/${randomUUID()}.log`;
    const uploadId = await driver.multipart.start(key);
    const bodies = Array.from({ length: 8 }, () => randomBytes(MIB));
    const etags = await Promise.all(
      bodies.map((body) =>
        driver.multipart.receivePart({ key, uploadId, partNumber: 1, bytes: MIB }, Readable.from([body])),
      ),
    );
    expect(new Set(etags).size).toBe(bodies.length);
    const there = (await driver.multipart.listParts(key, uploadId)) ?? [];
    await driver.multipart.complete(key, uploadId, there);
    const kept = await buffer(await driver.read(key));
    expect(etags.indexOf(there[0]?.etag ?? '')).toBe(bodies.findIndex((body) => body.equals(kept)));
  });

  it('that a process began or removed when it died are gone after a start days later', async () => {
    const left = join(root, '.incoming', randomUUID());
    const begun = join(root, '.incoming', randomUUID());
    for (const path of [left, begun]) await mkdir(path);
    for (const name of ['1', '2']) await writeFile(join(left, name), 'a part');
    const daysAgo = new Date(Date.now() - 3 * 86_400_000);
    await utimes(left, daysAgo, daysAgo);
    const empty = join(root, '.multipart', randomUUID());
    await mkdir(empty);
    const { key, uploadId } = await begin([]);
    await open().prepare();
    await expect(driver.multipart.listParts(key, uploadId)).resolves.toEqual([]);
    expect(await readdir(join(root, '.multipart'))).not.toContain(basename(empty));
    expect(await readdir(join(root, '.incoming'))).toEqual([basename(begun)]);
    await rm(begun, { recursive: true });
  });
});
