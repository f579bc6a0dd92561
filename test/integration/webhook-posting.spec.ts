import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { postMessage, type Resolver } from '../../src/webhooks/sending/post-message.js';
import { startWebhookReceiver, type WebhookReceiver } from '../e2e/steps/webhook-receiver.js';

let receiver: WebhookReceiver;

beforeAll(async () => {
  receiver = await startWebhookReceiver();
});
afterAll(() => receiver.stop());

const limits = (allowPrivateAddresses: boolean) => ({
  timeoutMs: 2_000,
  allowPrivateAddresses,
  signal: new AbortController().signal,
});
const to = (url: string) => ({ url, headers: {}, body: '{}' });

/** A name that leads somewhere else each time it is looked up. */
function rebinding(...answers: readonly string[]): Resolver & { readonly asked: () => number } {
  let count = 0;
  const resolve: Resolver = () => {
    const address = answers[count] ?? answers.at(-1) ?? '';
    count += 1;
    return Promise.resolve([{ address, family: 4 }]);
  };
  return Object.assign(resolve, { asked: () => count });
}

describe('an address', () => {
  it('is looked up once, and the connection made to what was looked at', async () => {
    const resolve = rebinding('127.0.0.1', '192.0.2.1');
    const answer = await postMessage(to(`http://hooks.example.com:${receiver.port}/`), limits(true), resolve);
    expect(answer).toEqual({ statusCode: 204, error: null });
    expect(resolve.asked()).toBe(1);
  });

  it('is refused when any that the name leads to is private', async () => {
    const both: Resolver = () =>
      Promise.resolve([
        { address: '93.184.215.14', family: 4 },
        { address: '127.0.0.1', family: 4 },
      ]);
    const before = receiver.received.length;
    const answer = await postMessage(to(`https://hooks.example.com:${receiver.port}/`), limits(false), both);
    expect(answer).toEqual({ statusCode: null, error: 'ADDRESS_NOT_ALLOWED' });
    expect(receiver.received).toHaveLength(before);
  });

  it.each(['https://127.0.0.1', 'https://[::1]', 'https://[::ffff:127.0.0.1]', 'http://8.8.8.8'])(
    'is refused as %s',
    async (origin) => {
      const answer = await postMessage(to(`${origin}:${receiver.port}/`), limits(false));
      expect(answer).toEqual({ statusCode: null, error: 'ADDRESS_NOT_ALLOWED' });
    },
  );
});

it('a name that nobody knows, TLS that is none, and a look-up that hangs are told apart', async () => {
  const unknown: Resolver = () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' }));
  const hanging: Resolver = () => new Promise(() => undefined);
  expect(await postMessage(to('https://hooks.example.com/'), limits(false), unknown)).toMatchObject({
    error: 'NAME_NOT_RESOLVED',
  });
  expect(await postMessage(to(`https://127.0.0.1:${receiver.port}/`), limits(true))).toMatchObject({
    error: 'TLS_FAILED',
  });
  expect(
    await postMessage(to('https://hooks.example.com/'), { ...limits(false), timeoutMs: 50 }, hanging),
  ).toMatchObject({ error: 'TIMEOUT' });
});

it('a proxy of the environment is not asked', async () => {
  process.env['HTTP_PROXY'] = process.env['http_proxy'] = 'http://127.0.0.1:9';
  try {
    expect(await postMessage(to(receiver.url), limits(true))).toEqual({ statusCode: 204, error: null });
  } finally {
    delete process.env['HTTP_PROXY'];
    delete process.env['http_proxy'];
  }
});

it('a receiver that changes the protocol, or goes away without a word, ends the attempt', async () => {
  const upgrade = 'HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n';
  let isSilent = false;
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => (isSilent ? socket.end() : socket.write(upgrade)));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  expect(await postMessage(to(url), limits(true))).toEqual({ statusCode: 101, error: null });
  isSilent = true;
  expect((await postMessage(to(url), limits(true))).statusCode).toBeNull();
  server.close();
});
