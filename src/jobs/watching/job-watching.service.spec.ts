import { describe, expect, it } from '@jest/globals';
import pino from 'pino';
import type { AppConfig } from '../../common/config/app-config.js';
import { Draining } from '../../common/lifecycle/draining.js';
import type { Principal } from '../../common/security/principal.js';
import type { SessionPermissions } from '../../common/security/session-permissions.js';
import type { JobDto } from '../dto/job.dto.js';
import type { JobsService } from '../jobs.service.js';
import type { JobEvent, JobEventsRepository } from './job-events.repository.js';
import { JobWatchingService } from './job-watching.service.js';

const JOB_ID = '0190a6c0-7c4e-7b1a-9d2e-00000000000a';

function jobIn(status: JobDto['status']): JobDto {
  const statistics = status === 'COMPLETED' ? { records: 2 } : null;
  return { job_id: JOB_ID, status, progress: 0, statistics } as JobDto;
}

function eventOf(status: JobEvent['status']): JobEvent {
  const times = { queuedAt: null, startedAt: null, finishedAt: null, occurredAt: new Date(0) };
  const counts = { progress: 0, attempt: 1, retryCount: 0 };
  return { eventId: 7, jobId: JOB_ID, status, ...counts, errorCode: null, errorMessage: null, ...times };
}

/** A job that is watched; something happens when its first row or event has been read. */
class Watched {
  readonly told: JobDto[] = [];
  readonly draining = new Draining();
  isEnded = false;
  private status: JobDto['status'] = 'PROCESSING';
  private afterFirstRead: (() => void) | undefined;

  constructor(afterFirstRead: (watched: Watched) => void) {
    this.afterFirstRead = () => {
      afterFirstRead(this);
    };
  }

  complete(): void {
    this.status = 'COMPLETED';
  }

  async watch(): Promise<(() => void) | null> {
    const jobs = { get: () => this.read(jobIn) } as unknown as JobsService;
    const events = { findLast: () => this.read(eventOf) } as unknown as JobEventsRepository;
    const config = { http: { maxEventStreams: 1, maxEventStreamsPerUser: 1 } } as AppConfig;
    const sessions = {} as SessionPermissions;
    const logger = pino({ enabled: false });
    const service = new JobWatchingService(jobs, events, sessions, config, this.draining, logger);
    return service.watch(JOB_ID, { userId: 'user' } as Principal, null, () => ({
      status: (_eventId, job) => this.told.push(job),
      progress: () => undefined,
      end: () => {
        this.isEnded = true;
      },
    }));
  }

  private read<Row>(make: (status: JobDto['status']) => Row): Promise<Row> {
    const row = make(this.status);
    this.afterFirstRead?.();
    this.afterFirstRead = undefined;
    return Promise.resolve(row);
  }
}

describe('a watch that begins', () => {
  it('while its job ends tells of no end without its statistics', async () => {
    const watched = new Watched((each) => {
      each.complete();
    });
    const stop = await watched.watch();
    expect(watched.told).toHaveLength(1);
    for (const { status, statistics } of watched.told) {
      expect(statistics !== null).toBe(status === 'COMPLETED');
    }
    stop?.();
  });

  it('while the process is told to stop ends at once', async () => {
    const watched = new Watched((each) => {
      each.draining.begin();
    });
    await watched.watch();
    expect({ told: watched.told.length, isEnded: watched.isEnded }).toEqual({ told: 1, isEnded: true });
  });
});
