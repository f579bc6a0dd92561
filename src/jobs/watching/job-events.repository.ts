import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { ErrorCode } from '../../common/errors/error-code.js';
import type { JobStatus } from '../dto/job-status.js';

/** A change of a job's state, noted by the statement that made it. */
export interface JobEvent {
  /** Grows with every change of the same job. */
  readonly eventId: number;
  readonly jobId: string;
  readonly status: JobStatus;
  readonly progress: number;
  readonly attempt: number;
  readonly retryCount: number;
  readonly errorCode: ErrorCode | null;
  readonly errorMessage: string | null;
  readonly queuedAt: Date | null;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly occurredAt: Date;
}

/** A job, and the last of its events that is known. */
export interface EventPosition {
  readonly jobId: string;
  readonly afterEventId: number;
}

export interface JobProgress {
  readonly jobId: string;
  /** Percent. */
  readonly progress: number;
}

const EVENT = `e.event_id::float8 AS "eventId", e.job_id AS "jobId", e.status, e.progress, e.attempt,
  e.retry_count AS "retryCount", e.error_code AS "errorCode", e.error_message AS "errorMessage",
  e.queued_at AS "queuedAt", e.started_at AS "startedAt", e.finished_at AS "finishedAt", e.occurred_at AS "occurredAt"`;

/** Reads what changed. A trigger writes the events, so no transition can forget its own. */
@Injectable()
export class JobEventsRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** The last event of a job; null where there is no such job. */
  async findLast(jobId: string): Promise<JobEvent | null> {
    const rows = await this.database.query<JobEvent[]>(
      `SELECT ${EVENT} FROM job_events e WHERE e.job_id = $1 ORDER BY e.event_id DESC LIMIT 1`,
      [jobId],
    );
    return rows[0] ?? null;
  }

  /** What came after each position, oldest first. Changes of one job wait for each other, so none comes late. */
  listAfter(positions: readonly EventPosition[]): Promise<JobEvent[]> {
    return this.database.query<JobEvent[]>(
      `SELECT ${EVENT}
       FROM unnest($1::uuid[], $2::bigint[]) AS p (job_id, after_event_id)
       JOIN job_events e ON e.job_id = p.job_id AND e.event_id > p.after_event_id
       ORDER BY e.event_id`,
      [positions.map(({ jobId }) => jobId), positions.map(({ afterEventId }) => afterEventId)],
    );
  }

  /** How far jobs are; those that are gone are left out. */
  listProgress(jobIds: readonly string[]): Promise<JobProgress[]> {
    return this.database.query<JobProgress[]>(
      `SELECT job_id AS "jobId", progress FROM jobs WHERE job_id = ANY ($1)`,
      [jobIds],
    );
  }
}
