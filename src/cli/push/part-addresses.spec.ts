import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createIngestClient, type IngestClient } from '../../client/create-client.js';
import { PartAddresses } from './part-addresses.js';
import { persistently } from './persistently.js';
import { putBytes } from './put-bytes.js';
import { openSource, type Source } from './source.js';

const EXPIRED = '<Code>AccessDenied</Code><Message>Request has expired</Message>';
const EXPIRES_IN_SECONDS = 900;

let server: Server;
let base: string;
let client: IngestClient;
let folder: string;
let source: Source;
/** Signatures given so far; each address says by which of them it was. */
let signings: number;
/** Addresses that bytes were sent to. */
let puts: string[];
/** Addresses of earlier signatures have ended. */
let firstGood: number;

async function answer(request: IncomingMessage): Promise<{ status: number; body: string }> {
  const { searchParams } = new URL(request.url ?? '', base);
  const body = await text(request);
  if (request.method === 'PUT') {
    puts.push(request.url ?? '');
    return Number(searchParams.get('signing')) < firstGood
      ? { status: 403, body: EXPIRED }
      : { status: 200, body: '' };
  }
  signings += 1;
  const { part_numbers: numbers } = JSON.parse(body) as { part_numbers: number[] };
  const addresses = numbers.map((number) => ({
    part_number: number,
    url: `${base}/part-${number}?signing=${signings}`,
    expires_in: EXPIRES_IN_SECONDS,
  }));
  return { status: 200, body: JSON.stringify(addresses) };
}

beforeEach(async () => {
  [signings, puts, firstGood] = [0, [], 0];
  server = createServer((request, response) => {
    void answer(request).then(({ status, body }) =>
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(body),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  client = createIngestClient({ baseUrl: base });
  folder = await mkdtemp(join(tmpdir(), 'ingest-test-parts-'));
  const path = join(folder, 'file.log');
  await writeFile(path, 'a line\n');
  source = await openSource(path, { gzip: false });
});
afterEach(async () => {
  jest.restoreAllMocks();
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
  await rm(folder, { recursive: true, force: true });
});

const addressesOf = (...numbers: number[]): PartAddresses =>
  new PartAddresses(client, 'job', numbers, new AbortController().signal);

async function send(addresses: PartAddresses, number: number): Promise<void> {
  const range = { start: 0, end: source.bytes };
  await persistently(async () => {
    await putBytes({ url: await addresses.take(number), source, range, onProgress: () => undefined });
  });
}

describe('PartAddresses', () => {
  it('asks once for many, and again for those whose time went by on the clock', async () => {
    const addresses = addressesOf(1, 2, 3);
    expect(await addresses.take(1)).toBe(`${base}/part-1?signing=1`);
    expect(await addresses.take(2)).toBe(`${base}/part-2?signing=1`);
    // As after the sleep of a machine, in which only this clock goes on.
    const later = Date.now() + EXPIRES_IN_SECONDS * 1_000;
    jest.spyOn(Date, 'now').mockReturnValue(later);
    expect(await addresses.take(3)).toBe(`${base}/part-3?signing=2`);
  });
});

describe('a part whose address storage refuses', () => {
  it('is sent to a fresh one', async () => {
    firstGood = 2;
    await send(addressesOf(1, 2), 1);
    expect(puts).toEqual(['/part-1?signing=1', '/part-1?signing=2']);
  });

  it('is given up after a few, with what storage answered', async () => {
    firstGood = Infinity;
    await expect(send(addressesOf(1), 1)).rejects.toThrow(
      `Storage answered 403 to the upload of file.log: ${EXPIRED}`,
    );
    expect(puts).toHaveLength(3);
  });
});
