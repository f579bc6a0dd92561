import type { SessionRow } from '../sessions.repository.js';

/** One sign-in of yours that still holds. */
export class SessionDto {
  /** @example 0190a6c0-1111-7b1a-9d2e-3f1c2b4a5d6e */
  session_id!: string;
  /** When you signed in, RFC 3339. */
  created_at!: string;
  /** When its tokens were last renewed, RFC 3339. */
  last_used_at!: string;
  /** When it ends unless it is renewed, RFC 3339. */
  expires_at!: string;
  /**
   * Where you signed in from.
   * @example 203.0.113.7
   */
  remote_address!: string | null;
  /**
   * What you signed in with.
   * @example curl/8.5.0
   */
  user_agent!: string | null;
  /** Whether this request belongs to it. */
  current!: boolean;
}

export function toSessionDto(session: SessionRow, currentSessionId: string): SessionDto {
  return {
    session_id: session.sessionId,
    created_at: session.createdAt.toISOString(),
    last_used_at: session.lastUsedAt.toISOString(),
    expires_at: session.expiresAt.toISOString(),
    remote_address: session.remoteAddress,
    user_agent: session.userAgent,
    current: session.sessionId === currentSessionId,
  };
}
