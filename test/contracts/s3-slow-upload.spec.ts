import { mkdtemp, open, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { loadConfig } from '../../src/common/config/load-config.js';
import { S3Driver } from '../../src/common/storage/drivers/s3.driver.js';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.js';

const IDLE_MS = 2_000;
/** Far more than the buffers of sockets hold, or the driver would have sent it all before storage was slow. */
const FILE_BYTES = 48 * 1_048_576;
const BYTES_PER_SECOND = 12 * 1_048_576;
const MIDDLE = 'the middle of the file';

let directory: string;
let path: string;
let s3: Server;
let proxy: TcpProxy;
let driver: S3Driver;
let received: number;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'ingest-slow-upload-'));
  path = join(directory, 'result');
  const file = await open(path, 'w');
  await file.truncate(FILE_BYTES);
  await file.write(MIDDLE, FILE_BYTES / 2);
  await file.close();
});
beforeEach(async () => {
  received = 0;
  s3 = createServer((request, response) => {
    request.on('data', (chunk: Buffer) => (received += chunk.length));
    request.once('end', () => response.writeHead(200, { ETag: '"whole"' }).end());
  });
  await new Promise<void>((resolve) => s3.listen(0, '127.0.0.1', resolve));
  proxy = await startTcpProxy(s3.address() as AddressInfo);
  const { storage } = loadConfig({ S3_ENDPOINT: `http://127.0.0.1:${proxy.port}` });
  driver = new S3Driver(storage.s3, [], pino({ level: 'silent' }), IDLE_MS);
});
afterEach(async () => {
  driver.close();
  await proxy.stop();
  s3.closeAllConnections();
  s3.close();
});
afterAll(() => rm(directory, { recursive: true }));

describe('a file that is written to S3', () => {
  it('may take longer than S3 may stand still', async () => {
    proxy.throttle(BYTES_PER_SECOND);
    const startedAt = performance.now();
    const written = await driver.writeFile('parsed/a.parquet', path, 'application/vnd.apache.parquet');
    expect(performance.now() - startedAt).toBeGreaterThan(IDLE_MS);
    expect(written).toEqual({ bytes: FILE_BYTES, etag: '"whole"' });
    expect(received).toBe(FILE_BYTES);
  }, 30_000);

  it.each([
    ['in the middle of it', 'before'],
    ['when it has to answer', 'after'],
  ] as const)(
    'is given up where S3 stands still %s',
    async (_what, when) => {
      const standsStill = proxy.holdAt(MIDDLE, when);
      const write = driver.writeFile('parsed/a.parquet', path, 'application/vnd.apache.parquet');
      const failure = expect(write).rejects.toMatchObject({
        code: 'STORAGE_UNAVAILABLE',
        kind: 'unavailable',
      });
      await standsStill;
      await failure;
    },
    30_000,
  );
});
