import type { WebhookEvent } from '../dto/webhook-event.js';

/** A delivery that was just claimed, with all that an attempt needs. */
export interface ClaimedDelivery {
  readonly deliveryId: string;
  /** Raised by each claim; who holds the delivery carries it. */
  readonly attempt: number;
  readonly endpointId: string;
  readonly url: string;
  readonly isEnabled: boolean;
  readonly ownerIsActive: boolean;
  /** Sealed. */
  readonly secret: Buffer;
  /** Sealed; null when there is none that still signs. */
  readonly previousSecret: Buffer | null;
  readonly messageId: string;
  readonly event: WebhookEvent | 'webhook.test';
  readonly occurredAt: Date;
  readonly job: Readonly<Record<string, unknown>> | null;
  readonly upload: Readonly<Record<string, unknown>> | null;
}

/**
 * Claims the oldest due delivery of each endpoint, of those endpoints first whose has waited longest. An endpoint that has
 * as many attempts running as it may is passed over, so that one that answers slowly takes neither every place nor much
 * time: the recursive part hops from endpoint to endpoint in the index `webhook_deliveries_due` (PostgreSQL wiki, "Loose
 * indexscan"). A lease that ran out, because its process died, counts as none.
 *
 * $1: at most so many · $2: attempts at one endpoint at a time · $3: length of the lease, milliseconds
 */
export const CLAIM_DELIVERIES = `
WITH RECURSIVE waiting AS (
  (SELECT endpoint_id FROM webhook_deliveries WHERE status = 'PENDING' ORDER BY endpoint_id LIMIT 1)
  UNION ALL
  SELECT (
    SELECT d.endpoint_id FROM webhook_deliveries d
    WHERE d.status = 'PENDING' AND d.endpoint_id > w.endpoint_id ORDER BY d.endpoint_id LIMIT 1
  )
  FROM waiting w WHERE w.endpoint_id IS NOT NULL
), chosen AS MATERIALIZED (
  SELECT oldest.delivery_id
  FROM waiting w
  CROSS JOIN LATERAL (
    SELECT d.delivery_id, d.due_at FROM webhook_deliveries d
    WHERE d.endpoint_id = w.endpoint_id AND d.status = 'PENDING' AND d.due_at <= now()
      AND (d.leased_until IS NULL OR d.leased_until <= now())
    ORDER BY d.due_at
    LIMIT 1
    FOR UPDATE SKIP LOCKED
  ) oldest
  WHERE (
    SELECT count(*) FROM webhook_deliveries r WHERE r.endpoint_id = w.endpoint_id AND r.leased_until > now()
  ) < $2
  ORDER BY oldest.due_at
  LIMIT $1
)
UPDATE webhook_deliveries
SET attempts = webhook_deliveries.attempts + 1, last_attempt_at = now(),
    leased_until = now() + make_interval(secs => $3::double precision / 1000)
FROM chosen c
JOIN webhook_deliveries d ON d.delivery_id = c.delivery_id
JOIN webhook_messages m ON m.message_id = d.message_id
JOIN webhook_endpoints e ON e.endpoint_id = d.endpoint_id
JOIN users u ON u.user_id = e.owner_id
WHERE webhook_deliveries.delivery_id = c.delivery_id
RETURNING webhook_deliveries.delivery_id AS "deliveryId", webhook_deliveries.attempts AS attempt,
          e.endpoint_id AS "endpointId", e.url, e.is_enabled AS "isEnabled", u.is_active AS "ownerIsActive", e.secret,
          CASE WHEN e.previous_secret_until > now() THEN e.previous_secret END AS "previousSecret",
          m.message_id AS "messageId", m.event, m.occurred_at AS "occurredAt", m.job, m.upload`;
