import { Injectable } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';

const MAX_REMEMBERED = 10_000;

/**
 * Sessions that were found to have ended while tokens of theirs still hold. Whoever shows such a token is not the user
 * whose name stands in it, and must not use up that user's budget. Kept in the process, as long as a token of the session
 * can hold, and bounded: the oldest are forgotten first, which costs a question to the database and no more.
 */
@Injectable()
export class DeadSessions {
  /** Session id to when it may be forgotten, milliseconds of the process's clock; the oldest first. */
  private readonly sessions = new Map<string, number>();
  private readonly keepMs: number;

  constructor(config: AppConfig) {
    this.keepMs = config.auth.accessTokenSeconds * 1000;
  }

  remember(sessionId: string): void {
    this.sessions.delete(sessionId);
    this.sessions.set(sessionId, performance.now() + this.keepMs);
    for (const [oldest, until] of this.sessions) {
      if (this.sessions.size <= MAX_REMEMBERED && until > performance.now()) break;
      this.sessions.delete(oldest);
    }
  }

  has(sessionId: string): boolean {
    return (this.sessions.get(sessionId) ?? 0) > performance.now();
  }
}
