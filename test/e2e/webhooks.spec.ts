import { randomUUID } from 'node:crypto';
import type { HttpClient } from '../support/http-client.js';
import { startStack, type Stack } from '../support/stack.js';
import { nextPage, signUp } from './steps/accounts.js';
import { expectProblem } from './steps/problems.js';
import { startWebhookReceiver } from './steps/webhook-receiver.js';
import { type Delivery, nameWebhook, sendTest, untilDelivery, type Webhook } from './steps/webhooks.js';

const URL_OF_SOMEBODY = 'https://hooks.example.com/ingest';

let stack: Stack;
let client: HttpClient;

beforeAll(async () => {
  stack = await startStack({ env: { MAX_WEBHOOKS_PER_USER: '3', WEBHOOK_RETRY_SECONDS: '3600' } });
}, 60_000);
afterAll(() => stack.stop());
beforeEach(async () => {
  ({ client } = await signUp(stack, `owner-${randomUUID()}`));
});

describe('an endpoint', () => {
  it('shows its secret once, and is listed, shown, changed and removed', async () => {
    const { secret, ...webhook } = await nameWebhook(client, URL_OF_SOMEBODY, { description: 'mine' });
    expect(Buffer.from(secret.replace(/^whsec_/, ''), 'base64')).toHaveLength(32);
    expect(webhook).toMatchObject({ url: URL_OF_SOMEBODY, description: 'mine', enabled: true });
    const path = `/webhooks/${webhook.endpoint_id}`;
    expect((await client.get<Webhook>(path)).body).toEqual(webhook);
    expect((await client.get<Webhook[]>('/webhooks')).body).toEqual([webhook]);

    const changes = { events: ['job.failed'], description: null, enabled: false };
    const changed = await client.patch<Webhook>(path, changes);
    expect(changed.body).toMatchObject({ ...changes, url: URL_OF_SOMEBODY, disabled_reason: 'OWNER' });
    expectProblem(await client.post(`${path}/test`), 409, 'WEBHOOK_DISABLED');
    const enabled = await client.patch<Webhook>(path, { enabled: true });
    expect(enabled.body).toMatchObject({ enabled: true, disabled_reason: null, events: ['job.failed'] });

    expect((await client.delete(path)).status).toBe(204);
    expectProblem(await client.get(path), 404, 'WEBHOOK_NOT_FOUND');
    expectProblem(await client.delete(path), 404, 'WEBHOOK_NOT_FOUND');
  });

  it('gets a new secret, and says until when the one before signs', async () => {
    const webhook = await nameWebhook(client, URL_OF_SOMEBODY);
    const { body } = await client.post<Webhook>(`/webhooks/${webhook.endpoint_id}/rotate-secret`);
    expect(body.secret).toMatch(/^whsec_/);
    expect(body.secret).not.toBe(webhook.secret);
    const hours = (Date.parse(body.previous_secret_expires_at ?? '') - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(23.9);
    expect(hours).toBeLessThanOrEqual(24);
  });

  it('is one of few', async () => {
    const made = await Promise.all(
      [1, 2, 3, 4, 5].map(() => client.post('/webhooks', { url: URL_OF_SOMEBODY, events: ['job.failed'] })),
    );
    expect(made.map(({ status }) => status).sort()).toEqual([201, 201, 201, 409, 409]);
    expectProblem(
      await client.post('/webhooks', { url: URL_OF_SOMEBODY, events: ['job.failed'] }),
      409,
      'TOO_MANY_WEBHOOKS',
    );
  });

  it.each([
    'http://hooks.example.com/',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://10.0.0.1:8443/',
    'https://169.254.169.254/latest/meta-data/',
    'https://100.64.0.1/',
    'https://0.0.0.0/',
    'https://[::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://[fd00::1]/',
    'https://[64:ff9b::a00:1]/',
    'https://ann:secret@hooks.example.com/',
    'https://hooks.example.com/#part',
    'file:///etc/passwd',
    'not a URL',
  ])('is not %s', async (url) => {
    expectProblem(
      await client.post('/webhooks', { url, events: ['job.failed'] }),
      422,
      'WEBHOOK_URL_NOT_ALLOWED',
    );
  });

  it('says what is wrong with what it was given', async () => {
    const answer = await client.post('/webhooks', { url: URL_OF_SOMEBODY, events: ['job.eaten'] });
    expectProblem(answer, 422, 'VALIDATION_FAILED');
    expectProblem(await client.get('/webhooks/rubbish'), 422, 'VALIDATION_FAILED');
  });
});

describe('what was sent', () => {
  it('is not sent where a name leads to this machine', async () => {
    const receiver = await startWebhookReceiver();
    try {
      const url = `https://localhost:${receiver.port}/`;
      const { endpoint_id: id } = await nameWebhook(client, url);
      await sendTest(client, id);
      const delivery = await untilDelivery(client, id, ({ attempts }) => attempts === 1, 'an attempt');
      const noted = await untilDelivery(client, id, (one) => one.last_error !== null, 'its end');
      expect(delivery.attempts).toBe(1);
      expect(noted).toMatchObject({
        status: 'PENDING',
        last_error: 'ADDRESS_NOT_ALLOWED',
        last_status_code: null,
      });
      const pauseMs = Date.parse(noted.next_attempt_at ?? '') - Date.now();
      expect(pauseMs).toBeGreaterThan(0.85 * 3_600_000);
      expect(pauseMs).toBeLessThan(1.1 * 3_600_000);
      expect(receiver.received).toEqual([]);
    } finally {
      await receiver.stop();
    }
  });

  it('is listed page by page, and by status', async () => {
    const { endpoint_id: id } = await nameWebhook(client, 'https://localhost:9/');
    const sent: string[] = [];
    for (let count = 0; count < 3; count += 1) sent.unshift((await sendTest(client, id)).delivery_id);
    const first = await client.get<Delivery[]>(`/webhooks/${id}/deliveries?limit=2`);
    const second = await client.get<Delivery[]>(nextPage(first) ?? '');
    expect([...first.body, ...second.body].map(({ delivery_id }) => delivery_id).sort()).toEqual(sent.sort());
    expect([first.body.length, nextPage(second)]).toEqual([2, undefined]);
    expect((await client.get(`/webhooks/${id}/deliveries?status=DELIVERED`)).body).toEqual([]);
  });
});
