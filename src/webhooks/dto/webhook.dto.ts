import { ApiProperty } from '@nestjs/swagger';
import type { EndpointRow } from '../webhook-endpoints.repository.js';
import { WEBHOOK_EVENTS, type WebhookEvent } from './webhook-event.js';

/** An address that is told when jobs of its owner end. Times are RFC 3339, UTC. */
export class WebhookDto {
  /** @example 0190a6c0-2222-7b1a-9d2e-3f1c2b4a5d6e */
  endpoint_id!: string;
  /** @example https://hooks.example.com/ingest */
  url!: string;
  /** What it is told of. */
  @ApiProperty({ enum: WEBHOOK_EVENTS, isArray: true })
  events!: WebhookEvent[];
  /** For people. */
  description!: string | null;
  /** Whether anything is sent. */
  enabled!: boolean;
  /** `GONE` where the endpoint answered 410, `OWNER` where its owner switched it off; null while it is enabled. */
  disabled_reason!: string | null;
  /** Until then messages are signed with the secret before the last rotation too; null when there is none. */
  previous_secret_expires_at!: string | null;
  created_at!: string;
  updated_at!: string;
}

/** The same with its secret, which is shown in this answer and never again. */
export class WebhookWithSecretDto extends WebhookDto {
  /**
   * `whsec_` and the base64 of the key that messages are signed with. Keep it: it is not shown again.
   * @example whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD
   */
  secret!: string;
}

export function toWebhookDto(row: EndpointRow): WebhookDto {
  return {
    endpoint_id: row.endpointId,
    url: row.url,
    events: [...row.events],
    description: row.description,
    enabled: row.isEnabled,
    disabled_reason: row.disabledReason,
    previous_secret_expires_at: row.previousSecretUntil?.toISOString() ?? null,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  };
}

export function toWebhookWithSecretDto(row: EndpointRow, secret: string): WebhookWithSecretDto {
  return Object.assign(toWebhookDto(row), { secret });
}
