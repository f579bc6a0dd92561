import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import typescript from 'typescript';
import { type Child, startChild } from '../support/child.js';
import { freePort } from '../support/ports.js';
import { startStack, type Stack } from '../support/stack.js';
import { waitFor } from '../support/wait-for.js';
import { ingest } from './steps/jobs.js';
import { nameWebhook, untilDelivered } from './steps/webhooks.js';

const PAGE = 'docs/webhooks.md';

let stack: Stack;
let directory: string;
let receiver: Child;

beforeAll(async () => {
  stack = await startStack({ env: { WEBHOOK_ALLOW_PRIVATE_ADDRESSES: 'true' } });
  directory = await mkdtemp(join(tmpdir(), 'ingest-webhooks-page-'));
}, 60_000);
afterAll(async () => {
  await receiver.stop();
  await rm(directory, { recursive: true, force: true });
  await stack.stop();
});

/** The receiver of the page, as a program. */
async function writeReceiver(): Promise<string> {
  const [, code = ''] = /^```ts\n(.*?)^```$/ms.exec(await readFile(PAGE, 'utf8')) ?? [];
  const options = {
    module: typescript.ModuleKind.ESNext,
    target: typescript.ScriptTarget.ES2022,
    strict: true,
  };
  const path = join(directory, 'receiver.mjs');
  await writeFile(path, typescript.transpileModule(code, { compilerOptions: options }).outputText);
  return path;
}

it('the receiver of the page takes what is genuine and refuses everything else', async () => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/ingest`;
  const client = await stack.http.as('user');
  const { endpoint_id: id, secret } = await nameWebhook(client, url);
  receiver = await startChild({
    name: 'receiver',
    command: process.execPath,
    args: [await writeReceiver()],
    env: { PORT: String(port), WEBHOOK_SECRET: secret },
  });
  const forged = (headers: Record<string, string>): Promise<number> =>
    fetch(url, { method: 'POST', headers, body: '{}' }).then((response) => response.status);
  await waitFor(async () => (await forged({})) === 400, { what: 'the receiver to listen' });
  const now = String(Math.floor(Date.now() / 1000));
  expect(
    await forged({ 'webhook-id': 'a', 'webhook-timestamp': now, 'webhook-signature': 'v1,AAAA v1,' }),
  ).toBe(400);

  const job = await ingest(client, 'a line\n');
  expect(await untilDelivered(client, id)).toMatchObject({ attempts: 1, last_status_code: 204 });
  await waitFor(() => receiver.output().trim() === `job.completed ${job.job_id}`, { what: 'what it says' });
});
