import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import { atOnce } from '../common/context/at-once.js';
import { InjectLogger } from '../common/logging/inject-logger.js';
import { Storage } from '../common/storage/storage.js';
import { scheduleRemoval } from './object-removal.sql.js';

const ROUND = 100;
const POSTPONED_SECONDS = 60;

interface DueRow {
  readonly object_key: string;
  readonly multipart_upload_id: string | null;
}

/** Removes objects that were scheduled for removal. An object that was removed already is fine. */
@Injectable()
export class ObjectRemovals {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly storage: Storage,
    @InjectLogger() private readonly logger: Logger,
  ) {}

  /** Schedules objects that nobody can write any more, and removes what can be removed now. */
  async discard(keys: readonly string[]): Promise<void> {
    await scheduleRemoval(
      this.database.manager,
      keys.map((key) => ({ key, repeatUntil: null })),
    );
    await this.removeAtOnce(keys);
  }

  /** Tries scheduled objects without waiting for their turn; never fails, for what stays is the sweeper's. */
  async removeAtOnce(keys: readonly string[]): Promise<void> {
    const signal = atOnce();
    try {
      const uploads = await this.database.query<DueRow[]>(
        `SELECT object_key, multipart_upload_id FROM object_removals WHERE object_key = ANY ($1)`,
        [keys],
      );
      await Promise.all(uploads.map((due) => this.remove(due, signal)));
      await this.settle(keys);
    } catch (error) {
      this.logger.warn({ err: error, objects: keys.length }, 'objects are left for the sweeper to remove');
    }
  }

  /**
   * One round of what is due.
   *
   * @param onRemoved - told how many objects were removed, also when one could not be
   * @throws UnavailableError for the first one that could not be removed
   */
  async removeDue(signal: AbortSignal, onRemoved: (count: number) => void): Promise<void> {
    const due = await this.database.query<DueRow[]>(
      `SELECT object_key, multipart_upload_id FROM object_removals WHERE due_at <= now() ORDER BY due_at LIMIT $1`,
      [ROUND],
    );
    let removed = 0;
    try {
      for (const one of due) {
        await this.removeOrPostpone(one, signal);
        removed += 1;
      }
    } finally {
      onRemoved(removed);
    }
  }

  /** One that always fails must not stand before the others; the next one would most likely fail too, so the round ends. */
  private async removeOrPostpone(due: DueRow, signal: AbortSignal): Promise<void> {
    try {
      await this.remove(due, signal);
    } catch (error) {
      await this.postpone(due.object_key);
      throw error;
    }
    await this.settle([due.object_key]);
  }

  /** Parts first: nobody can make an object of them then. */
  private async remove(due: DueRow, signal: AbortSignal): Promise<void> {
    const { object_key: key, multipart_upload_id: uploadId } = due;
    if (uploadId !== null) await this.storage.multipart.abort(key, uploadId, signal);
    await this.storage.delete(key, signal);
  }

  private async settle(keys: readonly string[]): Promise<void> {
    await this.database.query(
      `WITH done AS (DELETE FROM object_removals WHERE object_key = ANY ($1) AND repeat_until <= now())
       UPDATE object_removals SET due_at = repeat_until WHERE object_key = ANY ($1) AND repeat_until > now()`,
      [keys],
    );
  }

  private async postpone(key: string): Promise<void> {
    await this.database.query(
      `UPDATE object_removals SET due_at = now() + make_interval(secs => $2) WHERE object_key = $1`,
      [key, POSTPONED_SECONDS],
    );
  }
}
