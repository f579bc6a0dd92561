import type { WebhookEvent } from './dto/webhook-event.js';

const EVENTS: WebhookEvent[] = ['job.completed', 'job.failed'];

/** An endpoint, as the OpenAPI document shows it. */
export const WEBHOOK_EXAMPLE = {
  endpoint_id: '0190a6c0-2222-7b1a-9d2e-3f1c2b4a5d6e',
  url: 'https://hooks.example.com/ingest',
  events: EVENTS,
  description: 'The build channel',
  enabled: true,
  disabled_reason: null,
  previous_secret_expires_at: null,
  created_at: '2026-11-23T10:00:00.000Z',
  updated_at: '2026-11-23T10:00:00.000Z',
};

export const WEBHOOK_WITH_SECRET_EXAMPLE = {
  ...WEBHOOK_EXAMPLE,
  secret: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD',
};

export const DELIVERED_EXAMPLE = {
  delivery_id: '0190a6c0-3333-7b1a-9d2e-3f1c2b4a5d6e',
  webhook_id: '0190a6c0-4444-7b1a-9d2e-3f1c2b4a5d6e',
  event: 'job.completed',
  job_id: '0190a6c0-7c4e-7b1a-9d2e-3f1c2b4a5d6e',
  status: 'DELIVERED',
  attempts: 1,
  last_status_code: 204,
  last_error: null,
  last_attempt_at: '2026-11-23T10:00:03.100Z',
  next_attempt_at: null,
  created_at: '2026-11-23T10:00:02.900Z',
  finished_at: '2026-11-23T10:00:03.200Z',
};

export const TEST_DELIVERY_EXAMPLE = {
  ...DELIVERED_EXAMPLE,
  event: 'webhook.test',
  job_id: null,
  status: 'PENDING',
  attempts: 0,
  last_status_code: null,
  last_attempt_at: null,
  next_attempt_at: '2026-11-23T10:00:02.900Z',
  finished_at: null,
};
