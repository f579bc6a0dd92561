import { CreateMultipartUploadCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { loadConfig } from '../../src/common/config/load-config.js';
import { S3Driver } from '../../src/common/storage/drivers/s3.driver.js';
import { freePort } from '../support/ports.js';
import { type DriverUnderTest, REAL_S3, startRealS3 } from './storage-drivers.js';

const logger = pino({ level: 'silent' });

function driverFor(settings: Record<string, string>): S3Driver {
  return new S3Driver(loadConfig(settings).storage.s3, ['https://app.example.com'], logger);
}

describe('S3 driver: what it signs', () => {
  it('signs length and host, and no checksum of an empty body', async () => {
    const driver = driverFor({ S3_PUBLIC_ENDPOINT: 'https://files.example.com' });
    const url = new URL(await driver.issueUpload('raw-logs/a.log', 5, 60));
    expect(url.origin).toBe('https://files.example.com');
    expect(url.pathname).toBe('/log-bucket/raw-logs/a.log');
    expect(url.searchParams.get('X-Amz-SignedHeaders')).toBe('content-length;host');
    expect([...url.searchParams.keys()].join()).not.toMatch(/checksum|crc/i);
    driver.close();
  });

  it('is unavailable when nobody answers', async () => {
    const driver = driverFor({ S3_ENDPOINT: `http://127.0.0.1:${await freePort()}` });
    const unavailable = { code: 'STORAGE_UNAVAILABLE', kind: 'unavailable' };
    await expect(driver.stat('raw-logs/a.log')).rejects.toMatchObject(unavailable);
    await expect(driver.ping()).rejects.toMatchObject(unavailable);
    await expect(driver.read('raw-logs/a.log')).rejects.toMatchObject(unavailable);
    await expect(driver.prepare()).rejects.toMatchObject(unavailable);
    driver.close();
  });
});

(startRealS3 === undefined ? describe.skip : describe)('S3 driver: against a real S3', () => {
  let driver: DriverUnderTest;

  beforeAll(async () => {
    if (startRealS3 === undefined) return;
    driver = await startRealS3();
    await driver.storage.prepare();
  });

  afterAll(() => driver.stop());

  it('lets browsers upload from allowed origins', async () => {
    const url = await driver.storage.issueUpload('raw-logs/cors.log', 5, 60);
    const preflight = await fetch(url, {
      method: 'OPTIONS',
      headers: {
        Origin: 'https://app.example.com',
        'Access-Control-Request-Method': 'PUT',
        'Access-Control-Request-Headers': 'content-type',
      },
    });
    expect(preflight.status).toBeLessThan(300);
    expect(preflight.headers.get('access-control-allow-methods')).toContain('PUT');
  });

  it('walks through uploads in parts whose keys somebody else has made, with spaces', async () => {
    const { bucket } = driver.storage.locate('raw-logs/a.log');
    const { endpoint, region, accessKey, secretKey } = loadConfig(REAL_S3 ?? {}).storage.s3;
    const client = new S3Client({
      endpoint,
      region,
      forcePathStyle: true,
      credentials: { accessKeyId: accessKey, secretAccessKey: secretKey },
    });
    const keys = ['a b c', 'a b d', 'a b d e', 'a c'];
    for (const Key of keys) {
      await client.send(new CreateMultipartUploadCommand({ Bucket: bucket ?? '', Key }));
    }
    client.destroy();
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page = await driver.storage.multipart.listOpen(after, 1);
      seen.push(...page.items.map(({ key }) => key));
      after = page.next;
    } while (after !== null && seen.length <= keys.length);
    expect(seen.sort()).toEqual(keys);
  });

  it('refuses wrong keys as unavailable, not as absent', async () => {
    const stranger = driverFor({ ...REAL_S3, S3_SECRET_KEY: 'wrong-secret-key-wrong-secret-key' });
    await expect(stranger.stat('raw-logs/a.log')).rejects.toMatchObject({ kind: 'unavailable' });
    stranger.close();
  });
});
