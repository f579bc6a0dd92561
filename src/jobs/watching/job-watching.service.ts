import { Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { AppConfig } from '../../common/config/app-config.js';
import { runOutsideRequest } from '../../common/context/request-context.js';
import { Draining } from '../../common/lifecycle/draining.js';
import { InjectLogger } from '../../common/logging/inject-logger.js';
import type { Principal } from '../../common/security/principal.js';
import { SessionPermissions } from '../../common/security/session-permissions.js';
import type { JobDto } from '../dto/job.dto.js';
import { JobNotFoundError, TooManyWatchersError } from '../errors.js';
import { JobsService } from '../jobs.service.js';
import { isFinal } from './job-at-event.js';
import { type JobEvent, JobEventsRepository } from './job-events.repository.js';
import { JobWatch, type WatchListener } from './job-watch.js';
import { WatchPlaces } from './watch-places.js';

const ROUND_MS = 250;
const ROUNDS_BETWEEN_CHECKS = 8;

/**
 * Tells listeners what becomes of their jobs. All listeners of a process share one round of questions to Postgres, a few
 * times a second while there are any: no state is missed, since the database keeps them, and neither Redis nor the
 * process that made a change is needed.
 */
@Injectable()
export class JobWatchingService {
  private readonly watches = new Set<JobWatch>();
  private readonly places: WatchPlaces;
  private timer: NodeJS.Timeout | undefined;
  private rounds = 0;

  constructor(
    private readonly jobs: JobsService,
    private readonly events: JobEventsRepository,
    private readonly sessions: SessionPermissions,
    config: AppConfig,
    private readonly draining: Draining,
    @InjectLogger() private readonly logger: Logger,
  ) {
    this.places = new WatchPlaces(config.http.maxEventStreams, config.http.maxEventStreamsPerUser);
    draining.signal.addEventListener('abort', () => {
      this.endAll();
    });
  }

  /**
   * Watches a job from its last state on, or from behind the event that the listener knows.
   *
   * @param open - makes the listener, once it is certain that there is something to tell
   * @returns what ends the watch; null where the listener knows how the job ended and nothing will come any more
   * @throws JobNotFoundError, TooManyWatchersError, TooManyOwnWatchesError
   */
  async watch(
    jobId: string,
    principal: Principal,
    knownEventId: number | null,
    open: () => WatchListener,
  ): Promise<(() => void) | null> {
    if (this.draining.active) throw new TooManyWatchersError();
    const leave = this.places.take(principal.userId);
    try {
      const stop = await this.begin(jobId, principal, knownEventId, () => leavingAtEnd(open(), leave));
      if (stop === null) leave();
      return stop;
    } catch (error) {
      leave();
      throw error;
    }
  }

  private async begin(
    jobId: string,
    principal: Principal,
    knownEventId: number | null,
    open: () => WatchListener,
  ): Promise<(() => void) | null> {
    const last = await this.events.findLast(jobId);
    if (last === null) throw new JobNotFoundError();
    // No event of this job has such an id: it was made up, or the database was set back since.
    const known = knownEventId !== null && knownEventId > last.eventId ? null : knownEventId;
    const position = { jobId, afterEventId: known ?? last.eventId - 1 };
    const news = known === null ? [last] : await this.events.listAfter([position]);
    // What came of a job stands in its row alone, so the row must not be older than the event of its end.
    const job = await this.jobs.get(jobId, principal);
    if (known === last.eventId && isFinal(last)) return null;
    const watch = new JobWatch(jobId, principal, position.afterEventId, open());
    watch.tell(job, news);
    if (this.draining.active) watch.end();
    if (!watch.isOver) this.add(watch);
    return () => {
      this.remove(watch);
    };
  }

  /** Their connections must not hold up the end of the process. */
  private endAll(): void {
    clearTimeout(this.timer);
    for (const watch of this.watches) watch.end();
    this.watches.clear();
  }

  private add(watch: JobWatch): void {
    this.watches.add(watch);
    if (this.timer === undefined) {
      runOutsideRequest(() => {
        this.schedule();
      });
    }
  }

  private remove(watch: JobWatch): void {
    this.watches.delete(watch);
    watch.end();
  }

  private schedule(): void {
    if (this.draining.active || this.watches.size === 0) {
      this.timer = undefined;
      return;
    }
    this.timer = setTimeout(() => {
      this.round()
        .catch((error: unknown) => {
          this.logger.warn({ err: error }, 'watched jobs could not be looked at');
        })
        .finally(() => {
          this.schedule();
        });
    }, ROUND_MS);
  }

  private async round(): Promise<void> {
    this.rounds += 1;
    if (this.rounds % ROUNDS_BETWEEN_CHECKS === 0) await this.endForbidden();
    const watches = [...this.watches];
    const events = groupByJob(await this.events.listAfter(watches.map(positionOf)));
    const progress = await this.events.listProgress([...new Set(watches.map(({ jobId }) => jobId))]);
    const percents = new Map(progress.map((one) => [one.jobId, one.progress]));
    const jobs = await this.load(watches, events, percents);
    for (const watch of watches) {
      const job = jobs.get(watch.jobId);
      if (job !== undefined) {
        watch.tell(job, events.get(watch.jobId) ?? []);
        watch.tellProgress(job);
      } else if (!percents.has(watch.jobId)) watch.end();
      if (watch.isOver) this.watches.delete(watch);
    }
  }

  /** The jobs of which there is something to tell. */
  private async load(
    watches: readonly JobWatch[],
    events: ReadonlyMap<string, readonly JobEvent[]>,
    percents: ReadonlyMap<string, number>,
  ): Promise<ReadonlyMap<string, JobDto>> {
    const news = watches.filter(
      (watch) => events.has(watch.jobId) || !watch.hasHeard(percents.get(watch.jobId) ?? -1),
    );
    const jobs = await this.jobs.listByIds([...new Set(news.map(({ jobId }) => jobId))]);
    return new Map(jobs.map((job) => [job.job_id, job]));
  }

  /** A stream goes on after its request was let in: who signed out or lost the right meanwhile sees no more of it. */
  private async endForbidden(): Promise<void> {
    const sessionIds = new Set([...this.watches].map(({ principal }) => principal.sessionId));
    const living = await this.sessions.findLiving([...sessionIds]);
    for (const watch of this.watches) {
      if (!watch.isAllowed(living.get(watch.principal.sessionId))) this.remove(watch);
    }
  }
}

/** However a watch ends, its place becomes free. */
function leavingAtEnd(listener: WatchListener, leave: () => void): WatchListener {
  return {
    status: (eventId, job) => {
      listener.status(eventId, job);
    },
    progress: (job) => {
      listener.progress(job);
    },
    end: () => {
      leave();
      listener.end();
    },
  };
}

function positionOf({ jobId, lastEventId }: JobWatch): { jobId: string; afterEventId: number } {
  return { jobId, afterEventId: lastEventId };
}

/** Each event once, though several listeners may have asked for it. */
function groupByJob(events: readonly JobEvent[]): ReadonlyMap<string, JobEvent[]> {
  const byJob = new Map<string, JobEvent[]>();
  for (const event of events) {
    const known = byJob.get(event.jobId);
    if (known === undefined) byJob.set(event.jobId, [event]);
    else if (known.at(-1)?.eventId !== event.eventId) known.push(event);
  }
  return byJob;
}
