import { ApiProperty } from '@nestjs/swagger';
import type { DeliveryRow } from '../webhook-deliveries.repository.js';
import { DELIVERY_STATUSES } from './webhook-event.js';

/** One message to one endpoint, and what became of it. Times are RFC 3339, UTC. */
export class WebhookDeliveryDto {
  /** @example 0190a6c0-3333-7b1a-9d2e-3f1c2b4a5d6e */
  delivery_id!: string;
  /**
   * The `webhook-id` header: the same in every attempt.
   * @example 0190a6c0-4444-7b1a-9d2e-3f1c2b4a5d6e
   */
  webhook_id!: string;
  /**
   * `job.completed`, `job.failed`, `job.expired` or `webhook.test`.
   * @example job.completed
   */
  event!: string;
  /** The job it is about; null for a test. */
  job_id!: string | null;
  /** `PENDING` until an attempt was answered 2xx or there are no more to come. */
  @ApiProperty({ enum: DELIVERY_STATUSES })
  status!: string;
  /** How often it was tried. */
  attempts!: number;
  /** Status of the last answer; null where there was none. */
  last_status_code!: number | null;
  /**
   * Why the last attempt failed without an answer that says so: `TIMEOUT`, `ADDRESS_NOT_ALLOWED`, `NAME_NOT_RESOLVED`,
   * `CONNECTION_REFUSED`, `CONNECTION_FAILED`, `TLS_FAILED`, `SECRET_UNREADABLE`, `ENDPOINT_DISABLED`, `ENDPOINT_GONE` or
   * `USER_DISABLED`.
   */
  last_error!: string | null;
  last_attempt_at!: string | null;
  /** When it is tried again; null when it is not. */
  next_attempt_at!: string | null;
  created_at!: string;
  /** When it was delivered or given up. */
  finished_at!: string | null;
}

export function toWebhookDeliveryDto(row: DeliveryRow): WebhookDeliveryDto {
  return {
    delivery_id: row.deliveryId,
    webhook_id: row.messageId,
    event: row.event,
    job_id: row.jobId,
    status: row.status,
    attempts: row.attempts,
    last_status_code: row.lastStatusCode,
    last_error: row.lastError,
    last_attempt_at: row.lastAttemptAt?.toISOString() ?? null,
    next_attempt_at: row.status === 'PENDING' ? row.dueAt.toISOString() : null,
    created_at: row.createdAt.toISOString(),
    finished_at: row.finishedAt?.toISOString() ?? null,
  };
}
