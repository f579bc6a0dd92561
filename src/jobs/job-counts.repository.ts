import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { JOB_STATUSES, type JobStatus } from './dto/job-status.js';

/** How many jobs there are. */
export interface JobCounts {
  readonly byStatus: Readonly<Record<JobStatus, number>>;
  /** QUEUED and to be claimed now. */
  readonly waiting: number;
  /** Of the oldest of those; 0 when there is none. */
  readonly oldestWaitingSeconds: number;
}

interface CountRow {
  readonly status: JobStatus | 'WAITING';
  readonly jobs: number;
  readonly oldest_seconds: number | null;
}

/** Counts jobs, for those who watch over them. */
@Injectable()
export class JobCountsRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** One statement, answered by the indexes alone. */
  async count(): Promise<JobCounts> {
    const rows = await this.database.query<CountRow[]>(
      `SELECT status, count(*)::float8 AS jobs, NULL::float8 AS oldest_seconds FROM jobs GROUP BY status
       UNION ALL
       SELECT 'WAITING', count(*)::float8, extract(epoch FROM now() - min(available_at))::float8
       FROM jobs WHERE status = 'QUEUED' AND available_at <= now()`,
    );
    const of = (status: CountRow['status']): CountRow | undefined =>
      rows.find((row) => row.status === status);
    const byStatus = Object.fromEntries(JOB_STATUSES.map((status) => [status, of(status)?.jobs ?? 0]));
    return {
      byStatus: byStatus as Record<JobStatus, number>,
      waiting: of('WAITING')?.jobs ?? 0,
      oldestWaitingSeconds: of('WAITING')?.oldest_seconds ?? 0,
    };
  }

  /** Whether a job has been there to be claimed for so long. */
  async hasWaitedFor(waitMs: number): Promise<boolean> {
    const [row] = await this.database.query<{ found: boolean }[]>(
      `SELECT EXISTS (
         SELECT 1 FROM jobs
         WHERE status = 'QUEUED' AND available_at < now() - make_interval(secs => $1::double precision / 1000)
       ) AS found`,
      [waitMs],
    );
    return row?.found === true;
  }
}
