import { randomBytes, randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MultipartUploads } from '../../src/common/storage/multipart.js';
import type { Storage } from '../../src/common/storage/storage.js';
import { putFile } from '../support/http-client.js';
import { type DriverUnderTest, startLocalDriver, startRealS3 } from './storage-drivers.js';

const drivers: [string, (() => Promise<DriverUnderTest>) | undefined][] = [
  ['LOCAL', startLocalDriver],
  ['S3', startRealS3],
];

const MIB = 1_048_576;
const newKey = (): string => `raw-logs/${randomUUID()}.log`;

describe.each(drivers)('uploads in parts: %s', (_name, start) => {
  const proven = start === undefined ? it.skip : it;
  let driver: DriverUnderTest;
  let storage: Storage;
  let multipart: MultipartUploads;

  beforeAll(async () => {
    if (start === undefined) return;
    driver = await start();
    ({ storage } = driver);
    ({ multipart } = storage);
    await storage.prepare();
  });
  afterAll(async () => {
    if (start !== undefined) await driver.stop();
  });

  async function send(key: string, uploadId: string, partNumber: number, content: Buffer): Promise<Response> {
    const grant = { key, uploadId, partNumber, bytes: content.length };
    return putFile(await multipart.issuePart(grant, 60), content);
  }

  proven('become one object, whatever the order and however often a part came', async () => {
    const key = newKey();
    const parts = [randomBytes(5 * MIB), randomBytes(5 * MIB), randomBytes(1_000)] as const;
    const id = await multipart.start(key);
    await expect(multipart.listParts(key, id)).resolves.toEqual([]);
    expect((await send(key, id, 3, parts[2])).status).toBe(200);
    expect((await send(key, id, 1, randomBytes(5 * MIB))).status).toBe(200);
    expect((await send(key, id, 2, parts[1])).status).toBe(200);
    const last = await send(key, id, 1, parts[0]);

    const there = await multipart.listParts(key, id);
    expect(there?.map(({ partNumber, bytes }) => [partNumber, bytes])).toEqual([
      [1, 5 * MIB],
      [2, 5 * MIB],
      [3, 1_000],
    ]);
    expect(there?.[0]?.etag).toBe(last.headers.get('etag'));
    await expect(storage.stat(key)).resolves.toBeNull();
    await multipart.complete(key, id, there ?? []);
    const stat = await storage.stat(key);
    expect(stat?.bytes).toBe(10 * MIB + 1_000);
    const whole = await buffer(await storage.read(key, { ifMatch: stat?.etag ?? '' }));
    expect(whole.equals(Buffer.concat(parts))).toBe(true);
    await expect(multipart.listParts(key, id)).resolves.toBeNull();

    await multipart.complete(key, id, there ?? []);
    await multipart.abort(key, id);
    await expect(storage.stat(key)).resolves.toEqual(stat);
    expect((await send(key, id, 1, parts[0])).status).toBe(404);
  });

  proven('are completed once by two at the same time', async () => {
    const key = newKey();
    const id = await multipart.start(key);
    await send(key, id, 1, randomBytes(2 * MIB));
    const there = (await multipart.listParts(key, id)) ?? [];
    await Promise.all([multipart.complete(key, id, there), multipart.complete(key, id, there)]);
    const stat = await storage.stat(key);
    expect(stat?.bytes).toBe(2 * MIB);
    await multipart.complete(key, id, there);
    await expect(storage.stat(key)).resolves.toEqual(stat);
  });

  proven.each([
    ['longer', 6],
    ['shorter', 4],
  ])('refuse a part that is %s than declared', async (_name2, bytes) => {
    const key = newKey();
    const id = await multipart.start(key);
    const url = await multipart.issuePart({ key, uploadId: id, partNumber: 1, bytes: 5 }, 60);
    expect((await putFile(url, Buffer.alloc(bytes, 'x'))).status).toBeGreaterThanOrEqual(400);
    await expect(multipart.listParts(key, id)).resolves.toEqual([]);
    await multipart.abort(key, id);
  });

  proven('refuse a URL that was altered to another part, or to the whole object', async () => {
    const key = newKey();
    const id = await multipart.start(key);
    const url = new URL(await multipart.issuePart({ key, uploadId: id, partNumber: 1, bytes: 5 }, 60));
    const [name] = ['partNumber', 'part'].filter((one) => url.searchParams.has(one));
    url.searchParams.set(name ?? '', '2');
    expect((await putFile(url.href, 'hello')).status).toBe(403);
    for (const one of ['partNumber', 'part', 'uploadId', 'upload']) url.searchParams.delete(one);
    expect((await putFile(url.href, 'hello')).status).toBe(403);
    await expect(storage.stat(key)).resolves.toBeNull();
    await multipart.abort(key, id);
  });

  proven('leave nothing when they are aborted, and are listed until then', async () => {
    const made = [newKey(), newKey(), newKey()].sort();
    const ids = new Map<string, string>();
    for (const key of made) ids.set(key, await multipart.start(key));
    for (const [key, id] of ids) await send(key, id, 1, randomBytes(10));
    const open: string[] = [];
    let after: string | null = null;
    do {
      const page = await multipart.listOpen(after, 2);
      for (const { key, uploadId, startedAt } of page.items) {
        if (ids.get(key) === uploadId) open.push(key);
        expect(Math.abs(startedAt.getTime() - Date.now())).toBeLessThan(120_000);
      }
      after = page.next;
    } while (after !== null);
    expect(open.sort()).toEqual(made);
    for (const [key, id] of ids) {
      await multipart.abort(key, id);
      await expect(multipart.listParts(key, id)).resolves.toBeNull();
      await expect(storage.stat(key)).resolves.toBeNull();
    }
    const left = await multipart.listOpen(null, 1_000);
    expect(left.items.filter(({ key }) => ids.has(key))).toEqual([]);
  });

  proven('refuse keys that no rule makes, and know no upload of another', async () => {
    await expect(multipart.start('../etc/passwd')).rejects.toMatchObject({ code: 'INVALID_OBJECT_KEY' });
    const key = newKey();
    await expect(multipart.listParts(key, randomUUID())).resolves.toBeNull();
    const id = await multipart.start(key);
    await expect(multipart.listParts(newKey(), id)).resolves.toBeNull();
    await multipart.abort(key, id);
  });
});
