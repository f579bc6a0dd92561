import type { Principal } from '../../common/security/principal.js';
import type { Permission } from '../../common/security/roles.js';
import type { JobDto } from '../dto/job.dto.js';
import { isFinal, jobAtEvent } from './job-at-event.js';
import type { JobEvent } from './job-events.repository.js';

/** Where a watch tells what it sees. */
export interface WatchListener {
  /** @param eventId - to go on from after a cut */
  status(eventId: number, job: JobDto): void;
  progress(job: JobDto): void;
  /** Nothing more will come. */
  end(): void;
}

/** One listener on one job: what it has been told, and what it still has to hear. */
export class JobWatch {
  private ended = false;
  private toldProgress: number | undefined;

  constructor(
    readonly jobId: string,
    readonly principal: Principal,
    /** The last event that the listener knows. */
    private knownEventId: number,
    private readonly listener: WatchListener,
  ) {}

  get lastEventId(): number {
    return this.knownEventId;
  }

  get isOver(): boolean {
    return this.ended;
  }

  /** Tells the events that are new to this listener, and ends after a final one that is the job's last. */
  tell(job: JobDto, events: readonly JobEvent[]): void {
    const news = events.filter(({ eventId }) => eventId > this.knownEventId);
    for (const event of news) {
      this.knownEventId = event.eventId;
      this.toldProgress = event.progress;
      this.listener.status(event.eventId, jobAtEvent(job, event));
    }
    const last = news.at(-1);
    if (last !== undefined && isFinal(last)) this.end();
  }

  hasHeard(progress: number): boolean {
    return this.toldProgress === progress;
  }

  tellProgress(job: JobDto): void {
    if (this.ended || job.status !== 'PROCESSING' || this.hasHeard(job.progress)) return;
    this.toldProgress = job.progress;
    this.listener.progress(job);
  }

  /** Whether a session with these permissions may still see the job. */
  isAllowed(permissions: readonly Permission[] | undefined): boolean {
    if (permissions?.includes('jobs:read') !== true) return false;
    return permissions.includes('jobs:read_all') || !this.principal.permissions.includes('jobs:read_all');
  }

  end(): void {
    if (this.ended) return;
    this.ended = true;
    this.listener.end();
  }
}
