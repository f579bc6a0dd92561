import { Webhook as Verifier } from 'standardwebhooks';
import type { HttpClient } from '../support/http-client.js';
import { startStack, type Stack } from '../support/stack.js';
import { waitFor } from '../support/wait-for.js';
import { ingest } from './steps/jobs.js';
import {
  type Received,
  startWebhookReceiver,
  status,
  type WebhookReceiver,
} from './steps/webhook-receiver.js';
import { listDeliveries, nameWebhook, sendTest, untilDelivered, type Webhook } from './steps/webhooks.js';

const NEW_SECRET = 'another-secret-for-tests-that-is-long-enough';
const OPEN = {
  WEBHOOK_ALLOW_PRIVATE_ADDRESSES: 'true',
  WEBHOOK_RETRY_SECONDS: '1,1',
  WEBHOOK_TIMEOUT_SECONDS: '2',
};

let stack: Stack;
let receiver: WebhookReceiver;
let client: HttpClient;
let webhook: Webhook;

beforeEach(async () => {
  stack = await startStack({ env: { ...OPEN, SHUTDOWN_TIMEOUT_SECONDS: '10' } });
  receiver = await startWebhookReceiver();
  client = await stack.http.as('user');
  webhook = await nameWebhook(client, receiver.url);
}, 60_000);
afterEach(async () => {
  await receiver.stop();
  await stack.stop();
});

const idsOf = (received: readonly Received[]) => received.map(({ headers }) => headers['webhook-id']);

it('a worker that dies between sending and noting leaves the message to the next one', async () => {
  receiver.answer(() => undefined);
  await ingest(client, 'a line\n');
  await receiver.until(1);
  await stack.kill('worker');
  receiver.answer(status(204));
  await stack.add('worker');
  const delivery = await untilDelivered(client, webhook.endpoint_id);
  const ids = idsOf(receiver.received);
  expect(ids.length).toBeGreaterThanOrEqual(2);
  expect(new Set(ids)).toEqual(new Set([delivery.webhook_id]));
});

it('a worker that is stopped hands its messages back at once, uncounted', async () => {
  receiver.answer(() => undefined);
  await sendTest(client, webhook.endpoint_id);
  await receiver.until(1);
  await stack.workers[0]?.stop();
  const [row] = await stack.query<{ attempts: number; leased_until: Date | null; status: string }>(
    'SELECT attempts, leased_until, status FROM webhook_deliveries',
  );
  expect(row).toEqual({ attempts: 0, leased_until: null, status: 'PENDING' });
});

it('a job that ended while no worker sends is told later', async () => {
  await stack.kill('worker');
  const { job_id: id } = (
    await client.post<{ job_id: string }>('/ingest/files/init', { filename: 'a.log', size: 1 })
  ).body;
  await client.post(`/jobs/${id}/cancel`);
  await stack.kill('api');
  await stack.add('worker');
  await receiver.until(1);
  expect(JSON.parse(receiver.received[0]?.body ?? '')).toMatchObject({
    type: 'job.failed',
    data: { job_id: id },
  });
});

it('many workers send each message once', async () => {
  await stack.add('worker');
  for (let count = 0; count < 40; count += 1) await sendTest(client, webhook.endpoint_id);
  await waitFor(
    async () =>
      (await listDeliveries(client, webhook.endpoint_id)).every((one) => one.status === 'DELIVERED'),
    { what: 'forty deliveries', timeoutMs: 30_000 },
  );
  expect(receiver.received).toHaveLength(40);
  expect(new Set(idsOf(receiver.received)).size).toBe(40);
});

it('secrets are sealed anew with a new key, so that the old one can go', async () => {
  const oldSecret = stack.env['JWT_SECRET_KEY'] ?? '';
  await stack.workers[0]?.stop();
  const both = await stack.add('worker', { JWT_SECRET_KEY: NEW_SECRET, JWT_PREVIOUS_SECRET_KEY: oldSecret });
  await waitFor(() => both.output().includes('webhook_secret_sealed_again'), {
    what: 'the secret to be sealed',
  });
  await both.stop();
  await stack.add('worker', { JWT_SECRET_KEY: NEW_SECRET });
  await sendTest(client, webhook.endpoint_id);
  const [first] = (await receiver.until(1)) as [Received];
  new Verifier(webhook.secret).verify(first.body, first.headers as Record<string, string>);
});
