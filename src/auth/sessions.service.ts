import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { AuditLog } from '../common/logging/audit-log.js';
import { type Permission, permissionsOf } from '../common/security/roles.js';
import { SessionPermissions } from '../common/security/session-permissions.js';
import type { TokensDto } from './dto/tokens.dto.js';
import { InvalidRefreshTokenError, SessionNotFoundError } from './errors.js';
import {
  type RotatedSession,
  type SessionClient,
  type SessionPrincipal,
  type SessionRow,
  SessionsRepository,
} from './sessions.repository.js';
import { type SignedToken, type TokenClaims, TokenService } from './token.service.js';

/** A spent refresh token that is shown again within this time was lost on its way, not stolen. */
const RETRY_WINDOW_MS = 10_000;

/**
 * Sessions, each a family of refresh tokens of which the last one is alive. Using it makes its successor; using a spent
 * one later than a retry would ends the session, since then two parties hold tokens of it.
 */
@Injectable()
export class SessionsService extends SessionPermissions {
  constructor(
    private readonly sessions: SessionsRepository,
    private readonly tokens: TokenService,
    private readonly audit: AuditLog,
  ) {
    super();
  }

  /** @param verifiedAt - when the password was checked, in the database's own words */
  async start(userId: string, verifiedAt: string, client: SessionClient): Promise<TokensDto> {
    const sessionId = uuidv7();
    const issuedAt = epochSeconds();
    const refresh = this.tokens.sign('refresh', { userId, sessionId, issuedAt });
    await this.sessions.insert({
      sessionId,
      userId,
      verifiedAt,
      ...client,
      tokenHash: hashOf(refresh.token),
      issuedAt,
      expiresAt: refresh.expiresAt,
    });
    return this.answer(userId, sessionId, refresh);
  }

  /**
   * Spends a refresh token.
   *
   * @throws InvalidRefreshTokenError when it does not hold, its session has ended, or it was spent before; the last one
   * ends the session
   */
  async refresh(token: string): Promise<TokensDto> {
    const claims = this.tokens.read('refresh', token);
    if (claims === null) throw new InvalidRefreshTokenError();
    const issuedAt = epochSeconds();
    const [successor] = this.tokens.successors(claims, issuedAt);
    const rotated = await this.sessions.rotate(claims.sid, hashOf(token), {
      hash: hashOf(successor.token),
      issuedAt,
      expiresAt: successor.expiresAt,
    });
    if (rotated) return this.answer(claims.sub, claims.sid, successor);
    return this.answerSpent(token, claims);
  }

  /** Who calls, while the session lives; null otherwise. */
  findPrincipal(claims: Pick<TokenClaims, 'sid' | 'sub'>): Promise<SessionPrincipal | null> {
    return this.sessions.findPrincipal(claims.sid, claims.sub);
  }

  async findLiving(sessionIds: readonly string[]): Promise<ReadonlyMap<string, readonly Permission[]>> {
    const sessions = await this.sessions.findLiving(sessionIds);
    return new Map(sessions.map(({ sessionId, roles }) => [sessionId, permissionsOf(roles)]));
  }

  list(userId: string): Promise<SessionRow[]> {
    return this.sessions.listLiving(userId);
  }

  /** Ends the session that a refresh token belongs to; does nothing where it has ended. */
  async logout(token: string): Promise<void> {
    const claims = this.tokens.read('refresh', token);
    if (claims === null) throw new InvalidRefreshTokenError();
    if (await this.sessions.end(claims.sid, claims.sub, 'logout')) {
      this.audit.record('session.ended', { user_id: claims.sub, session_id: claims.sid, reason: 'logout' });
    }
  }

  /** @throws SessionNotFoundError when the user has no such living session */
  async end(sessionId: string, userId: string): Promise<void> {
    if (!(await this.sessions.end(sessionId, userId, 'revoked'))) throw new SessionNotFoundError();
    this.audit.record('session.ended', { user_id: userId, session_id: sessionId, reason: 'revoked' });
  }

  async endAll(userId: string): Promise<void> {
    const count = await this.sessions.endAll(userId, 'revoked');
    this.audit.record('session.all_ended', { user_id: userId, count });
  }

  private async answerSpent(token: string, claims: TokenClaims): Promise<TokensDto> {
    const session = await this.sessions.findRotated(claims.sid);
    if (session === null) throw new InvalidRefreshTokenError();
    const { previousTokenHash, sinceRotationMs } = session;
    const isRetry =
      previousTokenHash?.equals(hashOf(token)) === true && (sinceRotationMs ?? Infinity) < RETRY_WINDOW_MS;
    if (isRetry) return this.answerRetry(claims, session);
    await this.sessions.end(claims.sid, claims.sub, 'reuse');
    this.audit.record('session.refresh_reused', { user_id: claims.sub, session_id: claims.sid });
    throw new InvalidRefreshTokenError();
  }

  /** Another token than the first answer's would look like a stolen one when it is used; then rather none. */
  private answerRetry(claims: TokenClaims, session: RotatedSession): TokensDto {
    const current = this.tokens
      .successors(claims, session.currentIssuedAt)
      .find(({ token }) => session.currentTokenHash.equals(hashOf(token)));
    if (current === undefined) throw new InvalidRefreshTokenError();
    return this.answer(claims.sub, claims.sid, current);
  }

  private answer(userId: string, sessionId: string, refresh: SignedToken): TokensDto {
    const issuedAt = epochSeconds();
    const access = this.tokens.sign('access', { userId, sessionId, issuedAt });
    return {
      access_token: access.token,
      refresh_token: refresh.token,
      token_type: 'bearer',
      expires_in: access.expiresAt - issuedAt,
    };
  }
}

function epochSeconds(): number {
  return Math.floor(Date.now() / 1000);
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
