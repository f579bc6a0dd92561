import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startTcpProxyTo, type TcpProxy } from './tcp-proxy.js';
import { waitFor } from './wait-for.js';

/** How long a silence is listened to before it counts as one. */
const SILENCE_MS = 150;

let server: Server;
/** Everything that reached the server. */
let arrived = '';
let proxy: TcpProxy;
const clients: Client[] = [];

interface Client {
  readonly socket: Socket;
  received: string;
  /** The error's code, `closed` without one, undefined while open. */
  ending: string | undefined;
}

/** An echo, as long as nobody stands between. */
beforeAll(async () => {
  server = createServer((socket) => {
    socket
      .on('error', () => undefined)
      .on('data', (chunk) => {
        arrived += chunk.toString();
        socket.write(chunk);
      });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

beforeEach(async () => {
  arrived = '';
  proxy = await startTcpProxyTo(`tcp://127.0.0.1:${(server.address() as { port: number }).port}`);
});
afterEach(async () => {
  for (const { socket } of clients.splice(0)) socket.destroy();
  await proxy.stop();
});

function open(): Client {
  const socket = connect(Number(new URL(proxy.through('tcp://elsewhere:1')).port), '127.0.0.1');
  const client: Client = { socket, received: '', ending: undefined };
  socket.on('data', (chunk) => (client.received += chunk.toString()));
  socket.on('error', (error: NodeJS.ErrnoException) => (client.ending = error.code));
  socket.on('close', () => (client.ending ??= 'closed'));
  clients.push(client);
  return client;
}

/** Opens a connection through which something has passed already. */
async function talking(): Promise<Client> {
  const client = open();
  client.socket.write('a');
  await receives(client, 'a');
  return client;
}

const receives = (client: Client, text: string): Promise<boolean> =>
  waitFor(() => client.received === text, { what: `${text} to come back`, timeoutMs: 3_000 });
const ends = (client: Client): Promise<string> =>
  waitFor(() => client.ending, { what: 'the connection to end', timeoutMs: 3_000 });

async function hearsNothing(client: Client): Promise<void> {
  const before = client.received;
  const heard = waitFor(() => client.received !== before || client.ending !== undefined, {
    what: 'a sound',
    timeoutMs: SILENCE_MS,
  });
  await expect(heard).rejects.toThrow('a sound');
}

async function tookMs(work: Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work;
  return performance.now() - startedAt;
}

describe('a TCP proxy', () => {
  it('passes everything on, the end included', async () => {
    const client = await talking();
    const text = 'x'.repeat(3_000_000);
    client.socket.end(text);
    await waitFor(() => client.received.length === 3_000_001, { what: 'all of it' });
    expect(await ends(client)).toBe('closed');
    expect(proxy.connections()).toBe(0);
  });

  it('holds, and sends on what it held', async () => {
    const client = await talking();
    proxy.hold();
    client.socket.write('b');
    await hearsNothing(client);
    const late = open();
    late.socket.write('c');
    await hearsNothing(late);
    proxy.restore();
    await receives(client, 'ab');
    await receives(late, 'c');
  });

  it.each([
    ['before', 'a'],
    ['after', 'ab, secret, c'],
  ] as const)('holds at a text, %s it', async (when, reached) => {
    const client = await talking();
    const held = proxy.holdAt('secret', when);
    client.socket.write('b, secret, c');
    await held;
    await hearsNothing(client);
    expect(arrived).toBe(reached);
    proxy.restore();
    await receives(client, 'ab, secret, c');
  });

  it('forgets what it held when it is cut', async () => {
    const client = await talking();
    proxy.hold('up');
    client.socket.write('b');
    await hearsNothing(client);
    proxy.cut();
    await ends(client);
    expect(await ends(open())).toBe('ECONNRESET');
    proxy.restore();
    await talking();
    expect(arrived).toBe('aa');
  });

  it('delays and throttles', async () => {
    const client = await talking();
    proxy.delay(100);
    client.socket.write('b');
    expect(await tookMs(receives(client, 'ab'))).toBeGreaterThan(190);
    proxy.restore();
    proxy.throttle(2_000);
    client.socket.write('c'.repeat(1_000));
    expect(await tookMs(receives(client, `ab${'c'.repeat(1_000)}`))).toBeGreaterThan(400);
  });

  it('resets', async () => {
    const client = await talking();
    proxy.reset();
    expect(await ends(client)).toBe('ECONNRESET');
    await talking();
  });

  it('leaves connections half open', async () => {
    const client = await talking();
    proxy.halfOpen();
    client.socket.write('b');
    const late = open();
    late.socket.write('c');
    await hearsNothing(client);
    await hearsNothing(late);
    proxy.restore();
    await ends(client);
    await ends(late);
    expect(arrived).toBe('a');
  });
});
