import { randomUUID } from 'node:crypto';
import { Webhook as Verifier } from 'standardwebhooks';
import type { HttpClient } from '../support/http-client.js';
import { startStack, type Stack } from '../support/stack.js';
import { waitFor } from '../support/wait-for.js';
import { signUp, type Account } from './steps/accounts.js';
import { getJob, ingest, init, untilFinished } from './steps/jobs.js';
import { scrape } from './steps/metrics.js';
import {
  type Received,
  startWebhookReceiver,
  status,
  type WebhookReceiver,
} from './steps/webhook-receiver.js';
import {
  listDeliveries,
  nameWebhook,
  sendTest,
  untilDelivered,
  untilDelivery,
  type Webhook,
} from './steps/webhooks.js';

const CONTENT = '{"time":"2026-05-01T08:00:00Z","level":"error","msg":"a webhook is due"}\nnot JSON at all\n';

let stack: Stack;
let receiver: WebhookReceiver;
let account: Account;
let client: HttpClient;

beforeAll(async () => {
  stack = await startStack({
    env: {
      WEBHOOK_ALLOW_PRIVATE_ADDRESSES: 'true',
      WEBHOOK_RETRY_SECONDS: '1,1',
      WEBHOOK_TIMEOUT_SECONDS: '2',
      SWEEP_INTERVAL_SECONDS: '1',
    },
  });
}, 60_000);
afterAll(() => stack.stop());
beforeEach(async () => {
  receiver = await startWebhookReceiver();
  account = await signUp(stack, `owner-${randomUUID()}`);
  ({ client } = account);
});
afterEach(() => receiver.stop());

interface Message {
  readonly type: string;
  readonly timestamp: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What an independent implementation makes of it. @throws when the signature does not hold */
function verified(secret: string, received: Received | undefined): Message {
  const { headers, body } = received ?? { headers: {}, body: '' };
  return new Verifier(secret).verify(body, headers as Record<string, string>) as Message;
}

const idOf = (received: Received | undefined): unknown => received?.headers['webhook-id'];

describe('the end of a job', () => {
  it('is told, signed, with the job as it is shown', async () => {
    const webhook = await nameWebhook(client, receiver.url);
    const job = await ingest(client, CONTENT, { log_format: 'ndjson' });
    const [first] = await receiver.until(1);
    const message = verified(webhook.secret, first);
    expect(message).toEqual({
      type: 'job.completed',
      timestamp: job.finished_at,
      data: await getJob(client, job.job_id),
    });
    expect(first?.headers).toMatchObject({ 'content-type': 'application/json' });
    expect(await untilDelivered(client, webhook.endpoint_id)).toMatchObject({
      webhook_id: idOf(first),
      event: 'job.completed',
      job_id: job.job_id,
      attempts: 1,
      last_status_code: 204,
    });
    const other = await nameWebhook((await signUp(stack, `other-${randomUUID()}`)).client, receiver.url);
    expect(() => verified(other.secret, first)).toThrow();
  });

  it('is told when it failed, and when its upload expired', async () => {
    const webhook = await nameWebhook(client, receiver.url, { events: ['job.failed', 'job.expired'] });
    const { job_id: cancelled } = await init(client, 5);
    await client.post(`/jobs/${cancelled}/cancel`);
    const { job_id: late } = await init(client, 5);
    await stack.query(`UPDATE file_uploads SET expires_at = now() - interval '2 days' WHERE job_id = $1`, [
      late,
    ]);
    await untilFinished(client, late);
    await ingest(client, CONTENT);
    const messages = (await receiver.until(2)).map((one) => verified(webhook.secret, one));
    expect(messages.map(({ type, data }) => [type, data['job_id'], data['error_code']]).sort()).toEqual([
      ['job.expired', late, 'UPLOAD_EXPIRED'],
      ['job.failed', cancelled, 'CANCELLED'],
    ]);
    expect(await listDeliveries(client, webhook.endpoint_id)).toHaveLength(2);
  });

  it('is told though the job was removed right after it', async () => {
    const webhook = await nameWebhook(client, receiver.url);
    receiver.answer((response, count) => {
      status(count === 1 ? 503 : 200)(response, count);
    });
    const job = await ingest(client, CONTENT);
    await receiver.until(1);
    expect((await client.delete(`/jobs/${job.job_id}`)).status).toBe(204);
    const [first, second] = await receiver.until(2);
    expect(second?.body).toBe(first?.body);
    expect(verified(webhook.secret, second).data['job_id']).toBe(job.job_id);
  });

  it('is not told to a stranger', async () => {
    const webhook = await nameWebhook(client, receiver.url);
    await ingest((await signUp(stack, `other-${randomUUID()}`)).client, CONTENT);
    await sendTest(client, webhook.endpoint_id);
    const [first, ...others] = await receiver.until(1);
    expect([verified(webhook.secret, first).type, others]).toEqual(['webhook.test', []]);
  });
});

describe('a receiver that', () => {
  let webhook: Webhook;
  beforeEach(async () => {
    webhook = await nameWebhook(client, receiver.url);
  });
  const untilEnded = () =>
    untilDelivery(client, webhook.endpoint_id, (one) => one.finished_at !== null, 'the end of the delivery');

  it('answers 500 first is asked again, with the same id and a signature of its own', async () => {
    receiver.answer((response, count) => {
      status(count === 1 ? 500 : 200)(response, count);
    });
    const sent = await sendTest(client, webhook.endpoint_id);
    const [first, second] = await receiver.until(2);
    for (const one of [first, second]) expect(verified(webhook.secret, one).type).toBe('webhook.test');
    expect([idOf(first), idOf(second)]).toEqual([sent.webhook_id, sent.webhook_id]);
    expect(await untilEnded()).toMatchObject({ status: 'DELIVERED', attempts: 2, last_status_code: 200 });
  });

  it('never takes anything has failed after the last attempt', async () => {
    receiver.answer(status(503));
    await sendTest(client, webhook.endpoint_id);
    expect(await untilEnded()).toMatchObject({ status: 'FAILED', attempts: 3, last_status_code: 503 });
    expect(receiver.received).toHaveLength(3);
  });

  it('answers 410 is disabled, until its owner enables it', async () => {
    receiver.answer(status(410));
    await sendTest(client, webhook.endpoint_id);
    expect(await untilEnded()).toMatchObject({ status: 'FAILED', attempts: 1, last_error: 'ENDPOINT_GONE' });
    const path = `/webhooks/${webhook.endpoint_id}`;
    expect((await client.get(path)).body).toMatchObject({ enabled: false, disabled_reason: 'GONE' });
    await ingest(client, CONTENT);
    expect(await listDeliveries(client, webhook.endpoint_id)).toHaveLength(1);
    receiver.answer(status(204));
    await client.patch(path, { enabled: true });
    await sendTest(client, webhook.endpoint_id);
    expect(await untilEnded()).toMatchObject({ status: 'DELIVERED' });
  });

  it('redirects is not followed', async () => {
    receiver.answer(status(307, { location: '/elsewhere' }));
    await sendTest(client, webhook.endpoint_id);
    expect(await untilEnded()).toMatchObject({ status: 'FAILED', last_status_code: 307 });
    expect(new Set(receiver.received.map(({ path }) => path))).toEqual(new Set(['/hook']));
  });

  it('says nothing is given up on in time', async () => {
    receiver.answer(() => undefined);
    await sendTest(client, webhook.endpoint_id);
    expect(await untilEnded()).toMatchObject({
      status: 'FAILED',
      attempts: 3,
      last_error: 'TIMEOUT',
      last_status_code: null,
    });
  });

  it('never stops talking is not listened to', async () => {
    let isCutOff = false;
    receiver.answer((response) => {
      response.writeHead(200);
      const talk = setInterval(() => response.write('x'.repeat(8_192)), 5);
      response.once('close', () => {
        clearInterval(talk);
        isCutOff = true;
      });
    });
    await sendTest(client, webhook.endpoint_id);
    expect(await untilEnded()).toMatchObject({ status: 'DELIVERED', attempts: 1 });
    await waitFor(() => isCutOff, { what: 'the connection to be cut' });
  });

  it('is not there', async () => {
    await receiver.stop();
    await sendTest(client, webhook.endpoint_id);
    expect(await untilEnded()).toMatchObject({ status: 'FAILED', last_error: 'CONNECTION_REFUSED' });
  });
});

it('a new secret signs beside the one before', async () => {
  const before = await nameWebhook(client, receiver.url);
  const { body: after } = await client.post<Webhook>(`/webhooks/${before.endpoint_id}/rotate-secret`);
  await sendTest(client, before.endpoint_id);
  const [first] = (await receiver.until(1)) as [Received];
  expect(String(first.headers['webhook-signature']).split(' ')).toHaveLength(2);
  for (const { secret } of [before, after]) expect(verified(secret, first).type).toBe('webhook.test');

  await stack.query(`UPDATE webhook_endpoints SET previous_secret_until = now() WHERE endpoint_id = $1`, [
    before.endpoint_id,
  ]);
  await sendTest(client, before.endpoint_id);
  const [, second] = (await receiver.until(2)) as [Received, Received];
  expect(verified(after.secret, second).type).toBe('webhook.test');
  expect(() => verified(before.secret, second)).toThrow();
});

it('nothing is sent for a user who was disabled', async () => {
  const webhook = await nameWebhook(client, receiver.url);
  receiver.answer((response, count) => {
    if (count === 1) status(503)(response, count);
    else response.writeHead(200).end();
  });
  await sendTest(client, webhook.endpoint_id);
  await receiver.until(1);
  const admin = await stack.http.as('admin');
  await admin.delete(`/users/${account.user.user_id}`);
  const [delivery] = await waitFor(
    async () => {
      const rows = await stack.query<{ status: string; last_error: string }>(
        `SELECT status, last_error FROM webhook_deliveries WHERE endpoint_id = $1 AND status <> 'PENDING'`,
        [webhook.endpoint_id],
      );
      return rows.length > 0 && rows;
    },
    { what: 'the delivery to be given up' },
  );
  expect(delivery).toEqual({ status: 'FAILED', last_error: 'USER_DISABLED' });
  expect(receiver.received).toHaveLength(1);
});

it('what is old is forgotten, what waits is not', async () => {
  const webhook = await nameWebhook(client, receiver.url);
  await sendTest(client, webhook.endpoint_id);
  await untilDelivered(client, webhook.endpoint_id);
  receiver.answer(() => undefined);
  const waiting = await sendTest(client, webhook.endpoint_id);
  await stack.query(`UPDATE webhook_messages SET occurred_at = now() - interval '8 days'`);
  const worker = await stack.add('worker', { WEBHOOK_RETRY_SECONDS: '3600' });
  await waitFor(async () => (await listDeliveries(client, webhook.endpoint_id)).length === 1, {
    what: 'the old delivery to go',
  });
  expect(await listDeliveries(client, webhook.endpoint_id)).toMatchObject([
    { delivery_id: waiting.delivery_id },
  ]);
  await worker.stop();
});

it('a worker counts its attempts by how they ended', async () => {
  const samples = await scrape(stack.workerUrl);
  for (const outcome of ['delivered', 'retried', 'failed', 'gone', 'dropped']) {
    expect(samples.get(`ingest_webhook_attempts_total{outcome="${outcome}"}`)).toBeGreaterThan(0);
  }
  expect(samples.get('ingest_webhooks_waiting')).toBeGreaterThanOrEqual(0);
});
