import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { prepared } from '../common/database/prepared.js';
import type { Role } from '../common/security/roles.js';

/** From where a session is used, as its owner is shown it. */
export interface SessionClient {
  readonly remoteAddress: string | null;
  readonly userAgent: string | null;
}

export interface NewSession extends SessionClient {
  readonly sessionId: string;
  readonly userId: string;
  /** When the password was checked, in the database's own words; a password changed since then ends the session. */
  readonly verifiedAt: string;
  readonly tokenHash: Buffer;
  /** Epoch seconds. */
  readonly issuedAt: number;
  /** Epoch seconds. */
  readonly expiresAt: number;
}

/** The caller behind a living session. */
export interface SessionPrincipal {
  readonly userId: string;
  readonly username: string;
  readonly email: string;
  readonly roles: readonly Role[];
}

export interface SessionRow extends SessionClient {
  readonly sessionId: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date;
  readonly expiresAt: Date;
}

/** What is known of a session when a refresh token that is not its current one is shown. */
export interface RotatedSession {
  readonly currentTokenHash: Buffer;
  readonly previousTokenHash: Buffer | null;
  /** Epoch seconds at which the current refresh token was issued. */
  readonly currentIssuedAt: number;
  readonly sinceRotationMs: number | null;
}

/** Asked with every request. */
const LIVING_SESSION = prepared(
  'living_session',
  `SELECT username, email, roles FROM living_sessions WHERE session_id = $1 AND user_id = $2`,
);
/** Of one user. Who signs in for every call, in a script say, must not fill the table. */
const MAX_LIVING_SESSIONS = 100;
/** Sessions removed in one round. */
const REMOVAL_ROUND = 1_000;

export type EndReason = 'logout' | 'revoked' | 'reuse';

/**
 * Sessions in Postgres, the truth for every process. Of refresh tokens only hashes are kept. Whether a session lives is
 * said once, by the view `living_sessions`: not ended, not expired, its user active and not signed out since.
 */
@Injectable()
export class SessionsRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** Begins a session; beyond the bound the user's oldest ones end with the same statement. */
  async insert(session: NewSession): Promise<void> {
    await this.database.query(
      `WITH crowded_out AS (
         UPDATE sessions SET ended_at = now(), end_reason = 'revoked'
         WHERE ended_at IS NULL AND session_id IN (
           SELECT session_id FROM living_sessions WHERE user_id = $2
           ORDER BY created_at DESC, session_id DESC OFFSET $9
         )
       )
       INSERT INTO sessions (session_id, user_id, created_at, current_token_hash, current_issued_at, expires_at,
                             remote_address, user_agent)
       VALUES ($1, $2, $3, $4, $5, to_timestamp($6), $7, $8)`,
      [
        session.sessionId,
        session.userId,
        session.verifiedAt,
        session.tokenHash,
        session.issuedAt,
        session.expiresAt,
        session.remoteAddress,
        session.userAgent,
        MAX_LIVING_SESSIONS - 1,
      ],
    );
  }

  async findPrincipal(sessionId: string, userId: string): Promise<SessionPrincipal | null> {
    const rows = await this.database.query<{ username: string; email: string; roles: Role[] }[]>(
      LIVING_SESSION,
      [sessionId, userId],
    );
    return rows[0] === undefined ? null : { userId, ...rows[0] };
  }

  /** The roles behind each of these sessions that lives. */
  findLiving(sessionIds: readonly string[]): Promise<{ sessionId: string; roles: Role[] }[]> {
    return this.database.query(
      `SELECT session_id AS "sessionId", roles FROM living_sessions WHERE session_id = ANY ($1)`,
      [sessionIds],
    );
  }

  /** Puts the successor in the place of the current token; true for the one caller who did it. */
  async rotate(
    sessionId: string,
    presentedHash: Buffer,
    successor: { readonly hash: Buffer; readonly issuedAt: number; readonly expiresAt: number },
  ): Promise<boolean> {
    const [rows] = await this.database.query<[unknown[], number]>(
      `UPDATE sessions
       SET previous_token_hash = current_token_hash, current_token_hash = $3, current_issued_at = $4,
           rotated_at = now(), last_used_at = now(), expires_at = to_timestamp($5)
       WHERE session_id = $1 AND current_token_hash = $2
         AND EXISTS (SELECT 1 FROM living_sessions l WHERE l.session_id = $1)
       RETURNING session_id`,
      [sessionId, presentedHash, successor.hash, successor.issuedAt, successor.expiresAt],
    );
    return rows.length > 0;
  }

  /** A living session; null where it has ended. */
  async findRotated(sessionId: string): Promise<RotatedSession | null> {
    const rows = await this.database.query<
      {
        current_token_hash: Buffer;
        previous_token_hash: Buffer | null;
        current_issued_at: string;
        since_ms: string | null;
      }[]
    >(
      `SELECT current_token_hash, previous_token_hash, current_issued_at,
              extract(epoch FROM clock_timestamp() - rotated_at) * 1000 AS since_ms
       FROM living_sessions WHERE session_id = $1`,
      [sessionId],
    );
    const row = rows[0];
    if (row === undefined) return null;
    return {
      currentTokenHash: row.current_token_hash,
      previousTokenHash: row.previous_token_hash,
      currentIssuedAt: Number(row.current_issued_at),
      sinceRotationMs: row.since_ms === null ? null : Number(row.since_ms),
    };
  }

  /** The living sessions of a user, newest first; as many as there may be, but for logins at the same moment. */
  async listLiving(userId: string): Promise<SessionRow[]> {
    return this.database.query<SessionRow[]>(
      `SELECT session_id AS "sessionId", created_at AS "createdAt", last_used_at AS "lastUsedAt",
              expires_at AS "expiresAt", remote_address AS "remoteAddress", user_agent AS "userAgent"
       FROM living_sessions WHERE user_id = $1 ORDER BY created_at DESC, session_id DESC LIMIT $2`,
      [userId, MAX_LIVING_SESSIONS],
    );
  }

  /** Ends a session of this user; false where there was none to end. */
  async end(sessionId: string, userId: string, reason: EndReason): Promise<boolean> {
    const [rows] = await this.database.query<[unknown[], number]>(
      `UPDATE sessions SET ended_at = now(), end_reason = $3
       WHERE session_id = $1 AND user_id = $2 AND ended_at IS NULL
       RETURNING session_id`,
      [sessionId, userId, reason],
    );
    return rows.length > 0;
  }

  /** One round of sessions whose refresh token has expired. @returns how many were removed */
  async removeExpired(): Promise<number> {
    const [rows] = await this.database.query<[unknown[], number]>(
      `DELETE FROM sessions
       WHERE ctid = ANY (ARRAY (SELECT ctid FROM sessions WHERE expires_at <= now() LIMIT $1))
       RETURNING session_id`,
      [REMOVAL_ROUND],
    );
    return rows.length;
  }

  /** Ends every session of this user. @returns how many */
  async endAll(userId: string, reason: EndReason): Promise<number> {
    const [rows] = await this.database.query<[unknown[], number]>(
      `UPDATE sessions SET ended_at = now(), end_reason = $2
       WHERE user_id = $1 AND ended_at IS NULL
       RETURNING session_id`,
      [userId, reason],
    );
    return rows.length;
  }
}
