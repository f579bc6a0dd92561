import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { PageQuery } from '../common/paging/page.js';
import type { DeliveryStatus, MessageEvent } from './dto/webhook-event.js';

/** One message to one endpoint, as its owner may see it. */
export interface DeliveryRow {
  readonly deliveryId: string;
  readonly messageId: string;
  readonly event: MessageEvent;
  readonly jobId: string | null;
  readonly status: DeliveryStatus;
  readonly attempts: number;
  readonly dueAt: Date;
  readonly lastAttemptAt: Date | null;
  readonly lastStatusCode: number | null;
  readonly lastError: string | null;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

export interface DeliveryQuery extends PageQuery {
  readonly endpointId: string;
  readonly status?: DeliveryStatus | undefined;
}

const SHOWN = `d.delivery_id AS "deliveryId", d.message_id AS "messageId", m.event, (m.job ->> 'job_id')::uuid AS "jobId",
  d.status, d.attempts, d.due_at AS "dueAt", d.last_attempt_at AS "lastAttemptAt",
  d.last_status_code AS "lastStatusCode", d.last_error AS "lastError", d.created_at AS "createdAt",
  d.finished_at AS "finishedAt"
  FROM webhook_deliveries d JOIN webhook_messages m ON m.message_id = d.message_id`;

/** What owners see of deliveries; sending them is `sending/`'s. */
@Injectable()
export class WebhookDeliveriesRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** Newest first; for callers who have made sure that the endpoint is theirs. */
  list({ endpointId, status, after, limit }: DeliveryQuery): Promise<DeliveryRow[]> {
    return this.database.query<DeliveryRow[]>(
      `SELECT ${SHOWN}
       WHERE d.endpoint_id = $1 AND ($2::text IS NULL OR d.status = $2)
         AND ($3::timestamptz IS NULL OR (d.created_at, d.delivery_id) < ($3, $4::uuid))
       ORDER BY d.created_at DESC, d.delivery_id DESC
       LIMIT $5`,
      [endpointId, status ?? null, after?.createdAt ?? null, after?.id ?? null, limit],
    );
  }

  /** Adds a message without a job, for this endpoint alone. */
  async insertTest(endpointId: string): Promise<DeliveryRow> {
    return this.database.transaction(async (manager) => {
      const [messageId, deliveryId] = [uuidv7(), uuidv7()];
      await manager.query(`INSERT INTO webhook_messages (message_id, event) VALUES ($1, 'webhook.test')`, [
        messageId,
      ]);
      await manager.query(
        `INSERT INTO webhook_deliveries (delivery_id, message_id, endpoint_id) VALUES ($1, $2, $3)`,
        [deliveryId, messageId, endpointId],
      );
      const [row] = await manager.query<DeliveryRow[]>(`SELECT ${SHOWN} WHERE d.delivery_id = $1`, [
        deliveryId,
      ]);
      if (row === undefined) throw new Error('A row that was just written cannot be read.');
      return row;
    });
  }
}
