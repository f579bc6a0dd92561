import type { HttpClient } from '../../support/http-client.js';
import { waitFor } from '../../support/wait-for.js';

/** An endpoint as the wire shows it. */
export interface Webhook {
  readonly endpoint_id: string;
  readonly url: string;
  readonly events: readonly string[];
  readonly description: string | null;
  readonly enabled: boolean;
  readonly disabled_reason: string | null;
  readonly previous_secret_expires_at: string | null;
  readonly secret: string;
}

export interface Delivery {
  readonly delivery_id: string;
  readonly webhook_id: string;
  readonly event: string;
  readonly job_id: string | null;
  readonly status: string;
  readonly attempts: number;
  readonly last_status_code: number | null;
  readonly last_error: string | null;
  readonly next_attempt_at: string | null;
  readonly finished_at: string | null;
}

const EVENTS = ['job.completed', 'job.failed', 'job.expired'];

export async function nameWebhook(client: HttpClient, url: string, changes: object = {}): Promise<Webhook> {
  const answer = await client.post<Webhook>('/webhooks', { url, events: EVENTS, ...changes });
  expect({ status: answer.status, body: answer.body }).toMatchObject({ status: 201 });
  return answer.body;
}

/** @returns the delivery that was made for it */
export async function sendTest(client: HttpClient, endpointId: string): Promise<Delivery> {
  const answer = await client.post<Delivery>(`/webhooks/${endpointId}/test`);
  expect({ status: answer.status, body: answer.body }).toMatchObject({ status: 201 });
  return answer.body;
}

export async function listDeliveries(client: HttpClient, endpointId: string): Promise<Delivery[]> {
  const answer = await client.get<Delivery[]>(`/webhooks/${endpointId}/deliveries`);
  expect(answer.status).toBe(200);
  return answer.body;
}

/** Waits until the newest delivery of the endpoint satisfies the condition. */
export function untilDelivery(
  client: HttpClient,
  endpointId: string,
  condition: (delivery: Delivery) => boolean,
  what: string,
): Promise<Delivery> {
  return waitFor(
    async () => {
      const [newest] = await listDeliveries(client, endpointId);
      return newest !== undefined && condition(newest) ? newest : undefined;
    },
    { what, timeoutMs: 30_000 },
  );
}

export const untilDelivered = (client: HttpClient, endpointId: string): Promise<Delivery> =>
  untilDelivery(client, endpointId, ({ status }) => status === 'DELIVERED', 'the delivery');
