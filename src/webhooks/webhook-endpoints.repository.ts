import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { WebhookEvent } from './dto/webhook-event.js';

/** An endpoint without its secrets. */
export interface EndpointRow {
  readonly endpointId: string;
  readonly url: string;
  readonly events: readonly WebhookEvent[];
  readonly description: string | null;
  readonly isEnabled: boolean;
  readonly disabledReason: string | null;
  readonly previousSecretUntil: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface NewEndpoint {
  readonly endpointId: string;
  readonly ownerId: string;
  readonly url: string;
  readonly events: readonly WebhookEvent[];
  readonly description: string | null;
  /** Sealed. */
  readonly secret: Buffer;
}

/** What shall change; undefined stays. */
export interface EndpointChanges {
  readonly url?: string | undefined;
  readonly events?: readonly WebhookEvent[] | undefined;
  readonly description?: string | null | undefined;
  readonly isEnabled?: boolean | undefined;
}

/** The sealed secrets of one endpoint. */
export interface SealedRow {
  readonly endpointId: string;
  readonly secret: Buffer;
  readonly previousSecret: Buffer | null;
}

const SHOWN = `endpoint_id AS "endpointId", url, events, description, is_enabled AS "isEnabled",
  disabled_reason AS "disabledReason",
  CASE WHEN previous_secret_until > now() THEN previous_secret_until END AS "previousSecretUntil",
  created_at AS "createdAt", updated_at AS "updatedAt"`;

/** First half of the lock's number; the second is made of the owner. */
const LOCK_CLASS = 1_764_900;
const SEALED_ROUND = 200;

/** Endpoints, each statement bound to its owner. */
@Injectable()
export class WebhookEndpointsRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** Adds an endpoint unless its owner has `max` already; null then. */
  async insert(endpoint: NewEndpoint, max: number): Promise<EndpointRow | null> {
    return this.database.transaction(async (manager) => {
      // A statement of its own: the next one must see what others committed while this one waited.
      await manager.query(`SELECT pg_advisory_xact_lock($1::int, hashtext($2))`, [
        LOCK_CLASS,
        endpoint.ownerId,
      ]);
      const [row] = await manager.query<EndpointRow[]>(
        `INSERT INTO webhook_endpoints (endpoint_id, owner_id, url, events, description, secret)
         SELECT $1, $2, $3, $4, $5, $6
         WHERE (SELECT count(*) FROM webhook_endpoints WHERE owner_id = $2) < $7
         RETURNING ${SHOWN}`,
        [
          endpoint.endpointId,
          endpoint.ownerId,
          endpoint.url,
          endpoint.events,
          endpoint.description,
          endpoint.secret,
          max,
        ],
      );
      return row ?? null;
    });
  }

  list(ownerId: string): Promise<EndpointRow[]> {
    return this.database.query<EndpointRow[]>(
      `SELECT ${SHOWN} FROM webhook_endpoints WHERE owner_id = $1 ORDER BY created_at DESC, endpoint_id DESC`,
      [ownerId],
    );
  }

  async find(endpointId: string, ownerId: string): Promise<EndpointRow | null> {
    const rows = await this.database.query<EndpointRow[]>(
      `SELECT ${SHOWN} FROM webhook_endpoints WHERE endpoint_id = $1 AND owner_id = $2`,
      [endpointId, ownerId],
    );
    return rows[0] ?? null;
  }

  /** @returns the endpoint as it is then; null where there is none */
  async update(endpointId: string, ownerId: string, changes: EndpointChanges): Promise<EndpointRow | null> {
    const { url, events, description, isEnabled } = changes;
    const [rows] = await this.database.query<[EndpointRow[], number]>(
      `UPDATE webhook_endpoints
       SET url = coalesce($3, url), events = coalesce($4::text[], events),
           description = CASE WHEN $5::boolean THEN $6::text ELSE description END,
           is_enabled = coalesce($7::boolean, is_enabled),
           disabled_reason = CASE $7::boolean WHEN true THEN NULL WHEN false THEN 'OWNER' ELSE disabled_reason END,
           updated_at = now()
       WHERE endpoint_id = $1 AND owner_id = $2
       RETURNING ${SHOWN}`,
      [
        endpointId,
        ownerId,
        url ?? null,
        events ?? null,
        description !== undefined,
        description ?? null,
        isEnabled ?? null,
      ],
    );
    return rows[0] ?? null;
  }

  /** The secret becomes the one before, which holds on for a while. */
  async rotate(
    endpointId: string,
    ownerId: string,
    secret: Buffer,
    overlapSeconds: number,
  ): Promise<EndpointRow | null> {
    const [rows] = await this.database.query<[EndpointRow[], number]>(
      `UPDATE webhook_endpoints
       SET previous_secret = secret, secret = $3, previous_secret_until = now() + make_interval(secs => $4),
           updated_at = now()
       WHERE endpoint_id = $1 AND owner_id = $2
       RETURNING ${SHOWN}`,
      [endpointId, ownerId, secret, overlapSeconds],
    );
    return rows[0] ?? null;
  }

  /** With its deliveries; tells whether there was one. */
  async remove(endpointId: string, ownerId: string): Promise<boolean> {
    const [rows] = await this.database.query<[unknown[], number]>(
      `DELETE FROM webhook_endpoints WHERE endpoint_id = $1 AND owner_id = $2 RETURNING endpoint_id`,
      [endpointId, ownerId],
    );
    return rows.length > 0;
  }

  /** The endpoint does not want anything any more; tells whether it was enabled at that very address. */
  async disableGone(endpointId: string, url: string): Promise<boolean> {
    const [rows] = await this.database.query<[unknown[], number]>(
      `UPDATE webhook_endpoints SET is_enabled = false, disabled_reason = 'GONE', updated_at = now()
       WHERE endpoint_id = $1 AND url = $2 AND is_enabled
       RETURNING endpoint_id`,
      [endpointId, url],
    );
    return rows.length > 0;
  }

  /** Forgets previous secrets whose time is over. */
  async forgetPreviousSecrets(): Promise<void> {
    await this.database.query(
      `UPDATE webhook_endpoints SET previous_secret = NULL, previous_secret_until = NULL
       WHERE previous_secret_until <= now()`,
    );
  }

  /** Some of the endpoints with a secret that another key than this one has sealed. */
  listSealedOtherwise(keyId: Buffer): Promise<SealedRow[]> {
    return this.database.query<SealedRow[]>(
      `SELECT endpoint_id AS "endpointId", secret, previous_secret AS "previousSecret" FROM webhook_endpoints
       WHERE substring(secret FROM 1 FOR 8) <> $1 OR substring(previous_secret FROM 1 FOR 8) <> $1
       LIMIT ${SEALED_ROUND}`,
      [keyId],
    );
  }

  /** Replaces the sealed secrets, if they still are those that were read. */
  async replaceSealed(before: SealedRow, after: SealedRow): Promise<void> {
    await this.database.query(
      `UPDATE webhook_endpoints SET secret = $2, previous_secret = $3
       WHERE endpoint_id = $1 AND secret = $4 AND previous_secret IS NOT DISTINCT FROM $5`,
      [before.endpointId, after.secret, after.previousSecret, before.secret, before.previousSecret],
    );
  }
}
