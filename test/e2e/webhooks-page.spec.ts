import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Child, startChild } from '../support/child.js';
import { type HttpClient } from '../support/http-client.js';
import { freePort } from '../support/ports.js';
import { startStack, type Stack } from '../support/stack.js';
import { waitFor } from '../support/wait-for.js';
import { ingest, type Job } from './steps/jobs.js';
import { nameWebhook, untilDelivered, type Webhook } from './steps/webhooks.js';

const PAGE = 'docs/webhooks.md';
const RECEIVER = 'docs/examples/webhook-receiver.mjs';

let stack: Stack;
let client: HttpClient;
let directory: string;
const children: Child[] = [];

beforeAll(async () => {
  stack = await startStack({ env: { WEBHOOK_ALLOW_PRIVATE_ADDRESSES: 'true' } });
  client = await stack.http.as('user');
  directory = await mkdtemp(join(tmpdir(), 'ingest-webhooks-page-'));
}, 60_000);
afterAll(async () => {
  for (const child of children) await child.stop();
  await rm(directory, { recursive: true, force: true });
  await stack.stop();
});

async function start(
  name: string,
  command: string,
  args: string[],
  env: Record<string, string>,
): Promise<Child> {
  const child = await startChild({ name, command, args, env });
  children.push(child);
  return child;
}

/** Sends a part of a message and closes the connection. */
async function hangUp(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write('POST /ingest HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc');
  socket.end();
  await once(socket.resume(), 'close');
}

/** The commands that the page has a person paste, all but those that start the service. */
async function commandsToTry(): Promise<{ readonly tried: string; readonly cleanUp: string }> {
  const page = await readFile(PAGE, 'utf8');
  const section = page.split('## Try it here\n')[1]?.split('\n## ')[0] ?? '';
  const blocks = [...section.matchAll(/^```sh\n(.*?)^```/gms)].map(([, block = '']) => block);
  expect(blocks[0]).toContain('npm start');
  return { tried: blocks.slice(1, -1).join(''), cleanUp: blocks.at(-1) ?? '' };
}

it('the receiver of the page takes what is genuine and refuses everything else', async () => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/ingest`;
  const { endpoint_id: id, secret } = await nameWebhook(client, url);
  const receiver = await start('receiver', process.execPath, [RECEIVER], {
    PORT: String(port),
    WEBHOOK_SECRET: secret,
  });
  const forged = (headers: Record<string, string>): Promise<number> =>
    fetch(url, { method: 'POST', headers, body: '{}' }).then((response) => response.status);
  await waitFor(async () => (await forged({})) === 400, { what: 'the receiver to listen' });
  const now = String(Math.floor(Date.now() / 1000));
  expect(
    await forged({ 'webhook-id': 'a', 'webhook-timestamp': now, 'webhook-signature': 'v1,AAAA v1,' }),
  ).toBe(400);
  await hangUp(port);

  const job = await ingest(client, 'a line\n');
  expect(await untilDelivered(client, id)).toMatchObject({ attempts: 1, last_status_code: 204 });
  await waitFor(() => receiver.output().trim() === `job.completed ${job.job_id}`, { what: 'what it says' });
  expect((await client.delete(`/webhooks/${id}`)).status).toBe(204);
});

it('what the page has one try works word for word, and leaves nothing', async () => {
  const { tried, cleanUp } = await commandsToTry();
  const here = (text: string, port: number): string =>
    text.replaceAll('http://localhost:8000', stack.apiUrl).replaceAll('9090', String(port));
  const port = await freePort();
  const script = `set -eu -o pipefail; clean_up() {\n${cleanUp}}; trap 'clean_up; exit' TERM\n${here(tried, port)}\nwait`;
  expect(script).toContain(stack.apiUrl);
  const shell = await start('what is tried', 'bash', ['-c', script], {
    INGEST_URL: stack.apiUrl,
    XDG_CONFIG_HOME: directory,
    XDG_STATE_HOME: directory,
  });
  const [, id] = await waitFor(() => /^job\.completed (\S+)$/m.exec(shell.output()), {
    what: 'the receiver to print the job',
    timeoutMs: 60_000,
  });
  await waitFor(() => /^webhook\.test/m.test(shell.output()), { what: 'the receiver to print the test' });
  expect((await client.get<Job>(`/jobs/${id ?? ''}`)).body).toMatchObject({ status: 'COMPLETED' });
  await shell.stop();
  expect(shell.output()).toMatch(/"last_status_code":204/);
  expect((await client.get<Webhook[]>('/webhooks')).body).toEqual([]);
}, 90_000);
