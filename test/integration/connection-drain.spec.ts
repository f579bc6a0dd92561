import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { waitFor } from '../support/wait-for.js';
import { ConnectionDrain } from '../../src/common/http/connection-drain.js';

const REQUEST = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n';
const BUSY = REQUEST.replace('/', '/busy');
const UNANSWERED = REQUEST.replace('/', '/never');

let server: Server;
let drain: ConnectionDrain;
let client: Socket;

beforeEach(async () => {
  server = createServer(({ url }, response) => {
    if (url === '/busy') stall(5);
    if (url !== '/never') response.end('served');
  });
  drain = new ConnectionDrain(server, 0);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  await connectClient();
});
afterEach(() => {
  client.destroy();
  server.closeAllConnections();
});

async function connectClient(): Promise<void> {
  client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  await once(client, 'connect');
}

async function answer(request = REQUEST): Promise<string> {
  client.write(request);
  const [data] = (await once(client, 'data')) as [Buffer];
  return data.toString();
}

/** Keeps the whole process busy, as its having no processor would. */
function stall(milliseconds: number): void {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
}

describe('connections that are ended', () => {
  it('are closed when they stay quiet', async () => {
    expect(await answer()).toMatch(/^HTTP\/1\.1 200 [^]*keep-alive/);
    const ended = once(client, 'end');
    expect(await drain.finish(10_000)).toBe(0);
    await ended;
  });

  it('say so with their next answer', async () => {
    await answer();
    const finished = drain.finish(10_000);
    await waitFor(() => !server.listening, { what: 'the listener to be closed' });
    expect(await answer()).toMatch(/^HTTP\/1\.1 200 [^]*Connection: close/);
    expect(await finished).toBe(0);
  });

  // Without the look round the event loop the timer that closes quiet ones comes before the request is read.
  it('serve a request that came while the process was busy until after their time', async () => {
    await answer();
    const finished = drain.finish(10_000);
    // Two timers in a row, so that the next look at the connections is due in the turn in which the request comes.
    const [, answered] = await Promise.all([
      pause(280).then(() => {
        stall(40);
      }),
      pause(285).then(async () => {
        const first = answer();
        stall(300);
        return first;
      }),
    ]);
    expect(answered).toMatch(/^HTTP\/1\.1 200 /);
    expect(await finished).toBe(0);
  });

  it('are closed at once when they were quiet before for as long as the drain', async () => {
    await answer();
    await pause(600);
    const startedAt = performance.now();
    expect(await drain.finish(10_000)).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(400);
  });

  it('stay open for as long as the drain, so that whoever keeps them for less time closes first', async () => {
    const longer = new ConnectionDrain(server, 1_500);
    client.destroy();
    await connectClient();
    await answer();
    const finished = longer.finish(10_000);
    await pause(1_000);
    expect(await answer()).toMatch(/^HTTP\/1\.1 200 [^]*Connection: close/);
    expect(await finished).toBe(0);
  });

  it('wait for a request of which only a part has come', async () => {
    await answer();
    const finished = drain.finish(10_000);
    for (const byte of REQUEST.slice(0, -1)) {
      client.write(byte);
      await pause(25);
    }
    expect(await answer(REQUEST.slice(-1))).toMatch(/^HTTP\/1\.1 200 /);
    expect(await finished).toBe(0);
  });

  it('end in time while all of them are busy, and none is reset', async () => {
    const faults: Error[] = [];
    const clients = Array.from({ length: 8 }, () => {
      const busy = connect((server.address() as AddressInfo).port, '127.0.0.1');
      busy.on('data', () => busy.writable && busy.write(BUSY));
      busy.on('error', (error) => faults.push(error));
      busy.write(BUSY);
      return busy;
    });
    await Promise.all(clients.map((busy) => once(busy, 'data')));
    const startedAt = performance.now();
    const closed = clients.map((busy) => once(busy, 'close'));
    expect(await drain.finish(10_000)).toBe(0);
    await Promise.all(closed);
    expect([performance.now() - startedAt < 5_000, faults]).toEqual([true, []]);
  });

  it('are cut off when time is up, and counted', async () => {
    const closed = once(client, 'close');
    client.write(UNANSWERED);
    await once(server, 'request');
    expect(await drain.finish(100)).toBe(1);
    await closed;
  });
});
