import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Storage } from '../../src/common/storage/storage.js';
import { putFile } from '../support/http-client.js';
import { waitFor } from '../support/wait-for.js';
import { type DriverUnderTest, startLocalDriver, startRealS3 } from './storage-drivers.js';

const drivers: [string, (() => Promise<DriverUnderTest>) | undefined][] = [
  ['LOCAL', startLocalDriver],
  ['S3', startRealS3],
];

const newKey = (): string => `raw-logs/${randomUUID()}.log`;

describe.each(drivers)('storage contract: %s', (_name, start) => {
  const proven = start === undefined ? it.skip : it;
  let driver: DriverUnderTest;
  let storage: Storage;
  let scratch: string;

  beforeAll(async () => {
    if (start === undefined) return;
    driver = await start();
    storage = driver.storage;
    scratch = await mkdtemp(join(tmpdir(), 'ingest-contract-files-'));
    await storage.prepare();
  });

  afterAll(async () => {
    if (start === undefined) return;
    await driver.stop();
    await rm(scratch, { recursive: true, force: true });
  });

  async function upload(key: string, content: string): Promise<string> {
    const response = await putFile(await storage.issueUpload(key, Buffer.byteLength(content), 60), content);
    expect(response.status).toBe(200);
    return (await storage.stat(key))?.etag ?? '';
  }

  proven('is prepared as often as one likes, and answers', async () => {
    await storage.prepare();
    await expect(storage.ping()).resolves.toBeUndefined();
  });

  proven('takes an upload by URL, whatever content type it claims', async () => {
    const key = newKey();
    const url = await storage.issueUpload(key, 5, 60);
    for (const type of ['application/octet-stream', 'application/json', 'text/plain']) {
      const response = await fetch(url, { method: 'PUT', body: 'hello', headers: { 'Content-Type': type } });
      expect(response.status).toBe(200);
    }
    await expect(storage.stat(key)).resolves.toEqual({ bytes: 5, etag: expect.stringMatching(/./) });
    await expect(buffer(await storage.read(key))).resolves.toEqual(Buffer.from('hello'));
  });

  proven.each([
    ['longer', 'hello!'],
    ['shorter', 'hell'],
    ['empty', ''],
  ])('refuses an upload that is %s than declared', async (_name2, content) => {
    const key = newKey();
    const response = await putFile(await storage.issueUpload(key, 5, 60), content);
    expect(response.status).toBeGreaterThanOrEqual(400);
    await expect(storage.stat(key)).resolves.toBeNull();
  });

  proven('refuses an altered URL', async () => {
    const key = newKey();
    const url = await storage.issueUpload(key, 5, 60);
    const other = newKey();
    const altered = [
      url.replace(key, other),
      url.replace(/[Ss]ignature=.{4}/, (found) => `${found.slice(0, -4)}0000`),
    ];
    for (const one of altered) expect((await putFile(one, 'hello')).status).toBe(403);
    expect((await fetch(url)).status).toBe(403);
    await expect(storage.stat(key)).resolves.toBeNull();
    await expect(storage.stat(other)).resolves.toBeNull();
  });

  proven('refuses an upload after its time', async () => {
    const key = newKey();
    const url = await storage.issueUpload(key, 5, 1);
    await waitFor(async () => (await putFile(url, 'hello')).status === 403, { what: 'the URL to expire' });
  });

  proven('gives an object that was replaced another etag', async () => {
    const key = newKey();
    const first = await upload(key, 'hello');
    const second = await upload(key, 'world');
    expect(second).not.toBe(first);
    await expect(storage.read(key, { ifMatch: first })).rejects.toMatchObject({
      code: 'OBJECT_CHANGED',
      kind: 'conflict',
    });
    await expect(buffer(await storage.read(key, { ifMatch: second }))).resolves.toEqual(Buffer.from('world'));
  });

  proven('tells of an object that is not there', async () => {
    await expect(storage.stat(newKey())).resolves.toBeNull();
    await expect(storage.read(newKey())).rejects.toMatchObject({
      code: 'OBJECT_NOT_FOUND',
      kind: 'not_found',
    });
    await expect(storage.delete(newKey())).resolves.toBeUndefined();
  });

  proven('writes files whole, and replaces them', async () => {
    const key = `parsed/ingest_date=2026-11-23/job_id=${randomUUID()}/attempt-1.parquet`;
    for (const bytes of [0, 1, 3_000_000]) {
      const content = randomBytes(bytes);
      const path = join(scratch, 'file');
      await writeFile(path, content);
      await expect(storage.writeFile(key, path, 'application/octet-stream')).resolves.toMatchObject({
        bytes,
      });
      await expect(storage.stat(key)).resolves.toMatchObject({ bytes });
      // Comparing as bytes: a matcher looks at megabytes one by one.
      expect((await buffer(await storage.read(key))).equals(content)).toBe(true);
    }
  });

  proven('fails where the file cannot be read, and writes nothing', async () => {
    const key = newKey();
    await expect(storage.writeFile(key, scratch, 'text/plain')).rejects.toMatchObject({
      code: 'STORAGE_UNAVAILABLE',
      cause: { code: 'EISDIR' },
    });
    await expect(storage.stat(key)).resolves.toBeNull();
  });

  proven('writes nothing when it is told to stop', async () => {
    const path = join(scratch, 'stopped');
    await writeFile(path, randomBytes(1_000_000));
    const key = newKey();
    await expect(storage.writeFile(key, path, 'text/plain', AbortSignal.abort())).rejects.toThrow();
    await expect(storage.stat(key)).resolves.toBeNull();
  });

  proven('ends a read when it is told to stop', async () => {
    const key = newKey();
    await upload(key, 'x'.repeat(2_000_000));
    const stop = new AbortController();
    const body = await storage.read(key, { signal: stop.signal });
    stop.abort();
    await expect(buffer(body)).rejects.toThrow();
  });

  proven('gives a download under a safe name', async () => {
    const key = newKey();
    await upload(key, 'hello');
    const url = await storage.issueDownload(key, `Grüße "x" (1)'s.log`, 60);
    const response = await fetch(url);
    expect(await response.text()).toBe('hello');
    expect(response.headers.get('content-disposition')).toBe(
      `attachment; filename*=UTF-8''Gr%C3%BC%C3%9Fe%20%22x%22%20%281%29%27s.log`,
    );
    expect(
      (await fetch(url.replace(/[Ss]ignature=.{4}/, (found) => `${found.slice(0, -4)}0000`))).status,
    ).toBe(403);
  });

  proven('removes objects', async () => {
    const key = newKey();
    await upload(key, 'hello');
    await storage.delete(key);
    await expect(storage.stat(key)).resolves.toBeNull();
  });

  proven('lists what lies below a prefix, page by page, in the order of keys', async () => {
    const folder = `parsed/list-${randomUUID()}`;
    // In the order of bytes: `-` and `.` come before `/`, and digits after it.
    const keys = ['a-b', 'a.log', 'a/b/c', 'a/b/d', 'a/c', 'a0', 'b'].map((name) => `${folder}/${name}`);
    for (const key of [...keys].reverse()) await upload(key, 'hello');
    await upload(`${folder}-other/x`, 'hello');
    const all = await storage.list(`${folder}/`, null, 1_000);
    expect(all.map(({ key }) => key)).toEqual(keys);
    for (const { bytes, modifiedAt } of all) {
      expect(bytes).toBe(5);
      expect(Math.abs(modifiedAt.getTime() - Date.now())).toBeLessThan(120_000);
    }
    const paged: string[] = [];
    for (let after: string | null = null; ; after = paged.at(-1) ?? null) {
      const page = await storage.list(`${folder}/`, after, 2);
      paged.push(...page.map(({ key }) => key));
      if (page.length < 2) break;
    }
    expect(paged).toEqual(keys);
    await expect(storage.list(`${folder}/`, `${folder}/a/b`, 2)).resolves.toMatchObject([
      { key: keys[2] },
      { key: keys[3] },
    ]);
    for (const key of keys) await storage.delete(key);
    await expect(storage.list(`${folder}/`, null, 10)).resolves.toEqual([]);
  });

  proven('refuses keys that no rule makes', async () => {
    await expect(storage.stat('../etc/passwd')).rejects.toMatchObject({ code: 'INVALID_OBJECT_KEY' });
    await expect(storage.issueUpload('a//b', 1, 60)).rejects.toMatchObject({ code: 'INVALID_OBJECT_KEY' });
    for (const prefix of ['', '/', '../', 'raw-logs']) {
      await expect(storage.list(prefix, null, 1)).rejects.toMatchObject({ code: 'INVALID_OBJECT_KEY' });
    }
    expect(() => storage.locate('.hidden')).toThrow(expect.objectContaining({ code: 'INVALID_OBJECT_KEY' }));
  });
});
