/** What an endpoint can ask to be told of. A check in the database refuses any other. */
export const WEBHOOK_EVENTS = ['job.completed', 'job.failed', 'job.expired'] as const;
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];

/** What a message says; the last one is sent only where somebody asks for a test. */
export type MessageEvent = WebhookEvent | 'webhook.test';

export const DELIVERY_STATUSES = ['PENDING', 'DELIVERED', 'FAILED'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];
