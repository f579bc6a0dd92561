import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';

/** Whose key it is: keys of users and routes do not meet. */
export interface KeyScope {
  readonly userId: string;
  readonly route: string;
  readonly key: string;
}

/** A key that this request holds while it works; the token tells it from a later holder. */
export interface HeldKey extends KeyScope {
  readonly leaseToken: string;
}

/** What is known of a key that somebody used before; the answer is null while the first request runs. */
export interface UsedKey {
  readonly fingerprint: Buffer;
  readonly answer: unknown;
}

const LIFE_HOURS = 24;
const REMOVAL_ROUND = 1_000;

/** Idempotency keys in Postgres. A key without an answer is a marker: somebody works on it, until its lease is over. */
@Injectable()
export class IdempotencyRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /**
   * Takes the key if it is new, forgotten, or left behind by a process that died before it did anything.
   *
   * @param leaseMs - longer than a request may take
   */
  async take(held: HeldKey, fingerprint: Buffer, leaseMs: number): Promise<boolean> {
    const rows = await this.database.query<unknown[]>(
      `INSERT INTO idempotency_keys AS k (user_id, route, key, lease_token, fingerprint, leased_until, expires_at)
       VALUES ($1, $2, $3, $4, $5, now() + make_interval(secs => $6::double precision / 1000),
               now() + make_interval(hours => $7))
       ON CONFLICT (user_id, route, key) DO UPDATE
       SET lease_token = excluded.lease_token, fingerprint = excluded.fingerprint, leased_until = excluded.leased_until,
           expires_at = excluded.expires_at, created_at = now(), answer = NULL
       WHERE k.expires_at <= now() OR (k.answer IS NULL AND k.leased_until <= now())
       RETURNING 1`,
      [held.userId, held.route, held.key, held.leaseToken, fingerprint, leaseMs, LIFE_HOURS],
    );
    return rows.length > 0;
  }

  async find(scope: KeyScope): Promise<UsedKey | null> {
    const rows = await this.database.query<UsedKey[]>(
      `SELECT fingerprint, answer FROM idempotency_keys WHERE user_id = $1 AND route = $2 AND key = $3`,
      [scope.userId, scope.route, scope.key],
    );
    return rows[0] ?? null;
  }

  /** Writes the answer in the transaction of its effect; false when somebody else holds the key by now. */
  async keep(manager: EntityManager, held: HeldKey, answer: object): Promise<boolean> {
    const [rows] = await manager.query<[unknown[], number]>(
      `UPDATE idempotency_keys SET answer = $5
       WHERE user_id = $1 AND route = $2 AND key = $3 AND lease_token = $4 AND answer IS NULL
       RETURNING 1`,
      [held.userId, held.route, held.key, held.leaseToken, JSON.stringify(answer)],
    );
    return rows.length > 0;
  }

  /** Forgets a key that nothing was done for. */
  async release(held: HeldKey): Promise<void> {
    await this.database.query(
      `DELETE FROM idempotency_keys
       WHERE user_id = $1 AND route = $2 AND key = $3 AND lease_token = $4 AND answer IS NULL`,
      [held.userId, held.route, held.key, held.leaseToken],
    );
  }

  /** One round. @returns how many keys were forgotten */
  async removeExpired(): Promise<number> {
    const [rows] = await this.database.query<[unknown[], number]>(
      `DELETE FROM idempotency_keys
       WHERE ctid = ANY (ARRAY (SELECT ctid FROM idempotency_keys WHERE expires_at <= now() LIMIT $1))
       RETURNING 1`,
      [REMOVAL_ROUND],
    );
    return rows.length;
  }
}
