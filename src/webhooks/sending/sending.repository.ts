import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { CLAIM_DELIVERIES, type ClaimedDelivery } from './claim-deliveries.sql.js';

/** How an attempt ended, as its delivery keeps it. */
export interface AttemptResult {
  /** Null where there was no answer. */
  readonly statusCode: number | null;
  readonly error: string | null;
}

/** What waits to be sent. */
export interface Backlog {
  readonly waiting: number;
  /** How long the oldest that is due has waited; 0 when none is. */
  readonly oldestDueSeconds: number;
}

/** Attempts at one endpoint at a time, across all workers; about, since two may count at the same moment. */
const PER_ENDPOINT = 4;
const REMOVED_ROUND = 500;

/**
 * What a worker does to deliveries. Whoever holds one carries the number of its attempt: one that took longer than its
 * lease cannot write over the next.
 */
@Injectable()
export class SendingRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  async claim(limit: number, leaseMs: number): Promise<ClaimedDelivery[]> {
    const [rows] = await this.database.query<[ClaimedDelivery[], number]>(CLAIM_DELIVERIES, [
      limit,
      PER_ENDPOINT,
      leaseMs,
    ]);
    return rows;
  }

  /** The end of a delivery; false when it is no longer this attempt's. */
  finish(
    delivery: ClaimedDelivery,
    status: 'DELIVERED' | 'FAILED',
    { statusCode, error }: AttemptResult,
  ): Promise<boolean> {
    return this.changed(
      `UPDATE webhook_deliveries
       SET status = $3, last_status_code = $4, last_error = $5, leased_until = NULL, finished_at = now()
       WHERE delivery_id = $1 AND attempts = $2 AND status = 'PENDING'
       RETURNING delivery_id`,
      [delivery.deliveryId, delivery.attempt, status, statusCode, error],
    );
  }

  /** Another attempt later. */
  retryLater(
    delivery: ClaimedDelivery,
    pauseMs: number,
    { statusCode, error }: AttemptResult,
  ): Promise<boolean> {
    return this.changed(
      `UPDATE webhook_deliveries
       SET due_at = now() + make_interval(secs => $3::double precision / 1000), last_status_code = $4, last_error = $5,
           leased_until = NULL
       WHERE delivery_id = $1 AND attempts = $2 AND status = 'PENDING'
       RETURNING delivery_id`,
      [delivery.deliveryId, delivery.attempt, pauseMs, statusCode, error],
    );
  }

  /** At once and without counting the attempt: the worker was told to stop. */
  handBack(delivery: ClaimedDelivery): Promise<boolean> {
    return this.changed(
      `UPDATE webhook_deliveries SET attempts = attempts - 1, leased_until = NULL
       WHERE delivery_id = $1 AND attempts = $2 AND status = 'PENDING'
       RETURNING delivery_id`,
      [delivery.deliveryId, delivery.attempt],
    );
  }

  async backlog(): Promise<Backlog> {
    const [row] = await this.database.query<Backlog[]>(
      `SELECT count(*)::int AS waiting,
              greatest(coalesce(extract(epoch FROM now() - min(due_at)), 0), 0)::float8 AS "oldestDueSeconds"
       FROM webhook_deliveries WHERE status = 'PENDING'`,
    );
    return row ?? { waiting: 0, oldestDueSeconds: 0 };
  }

  /** Forgets messages of so many days ago, with their deliveries, unless one is still to come. @returns how many */
  async removeOld(days: number): Promise<number> {
    const [rows] = await this.database.query<[unknown[], number]>(
      `DELETE FROM webhook_messages WHERE message_id IN (
         SELECT m.message_id FROM webhook_messages m
         WHERE m.occurred_at < now() - make_interval(days => $1) AND NOT EXISTS (
           SELECT 1 FROM webhook_deliveries d WHERE d.message_id = m.message_id AND d.status = 'PENDING'
         )
         ORDER BY m.occurred_at
         LIMIT ${REMOVED_ROUND}
       )
       RETURNING message_id`,
      [days],
    );
    return rows.length;
  }

  private async changed(statement: string, parameters: unknown[]): Promise<boolean> {
    const [rows] = await this.database.query<[unknown[], number]>(statement, parameters);
    return rows.length > 0;
  }
}
