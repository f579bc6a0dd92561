import { randomUUID } from 'node:crypto';
import { InjectQueue } from '@nestjs/bullmq';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { SpanKind } from '@opentelemetry/api';
import { Queue } from 'bullmq';
import type { Logger } from 'pino';
import { UnavailableError } from '../common/errors/domain.error.js';
import { InjectLogger } from '../common/logging/inject-logger.js';
import { FILE_PROCESSING_QUEUE, type FileProcessingPayload } from '../common/queue/queues.js';
import { currentTraceparent, traced } from '../common/tracing/traced.js';
import { withinTime } from '../common/within-time.js';

/** A job that stands QUEUED in its row. */
export interface DeliverableJob {
  readonly jobId: string;
  /** The attempt that it was queued after; 0 before the first. */
  readonly attempt: number;
  /** Tells two sendings after the same attempt apart: the entry of the first may still be there, at work for another job. */
  readonly again?: string;
}

const ADD_TIMEOUT_MS = 2_000;

/**
 * Wakes the workers. An entry says that a job waits, and is named after the one that it was sent for; which job is
 * taken is decided by the rows. Each entry leads to one claim, so there should be as many as there are jobs waiting.
 * Finished entries are removed at once: one that stayed would swallow the next of the same name.
 */
@Injectable()
export class JobQueue implements OnApplicationShutdown {
  constructor(
    @InjectQueue(FILE_PROCESSING_QUEUE) private readonly queue: Queue<FileProcessingPayload>,
    @InjectLogger() private readonly logger: Logger,
  ) {}

  /**
   * Sends a job that stands QUEUED in its row; where Redis does not take it, the sweeper sends it later.
   *
   * @param delayMs - not to be delivered before
   * @returns whether Redis took it; where it did not answer in time, it may have taken it all the same
   */
  async sendOrLeave(job: DeliverableJob, delayMs = 0): Promise<boolean> {
    try {
      await this.send(job, delayMs);
      return true;
    } catch (error) {
      this.logger.warn(
        { err: error, job_id: job.jobId },
        'queued in the database only; the sweeper will send it',
      );
      return false;
    }
  }

  /** Sending a job twice after the same attempt makes one entry. @throws UnavailableError; it may have arrived all the same */
  send(job: DeliverableJob, delayMs = 0): Promise<void> {
    const name = `send ${FILE_PROCESSING_QUEUE}`;
    return traced({ name, kind: SpanKind.PRODUCER }, () => this.add(job, delayMs));
  }

  /**
   * Sends entries until as many are waiting as there are jobs.
   *
   * @returns how many were sent
   * @throws UnavailableError
   */
  async fillUp(waitingJobs: number, most: number): Promise<number> {
    const waitingEntries = await answered(this.queue.getJobCountByTypes('waiting', 'prioritized'));
    const missing = Math.min(waitingJobs - waitingEntries, most);
    if (missing <= 0) return 0;
    const entries = Array.from({ length: missing }, () => ({
      name: 'process',
      data: {},
      opts: entryOptions(`wake-${randomUUID()}`, 0),
    }));
    await answered(this.queue.addBulk(entries));
    return missing;
  }

  async onApplicationShutdown(): Promise<void> {
    await withinTime(this.queue.close(), ADD_TIMEOUT_MS).catch(() => undefined);
    this.logger.debug('queues are closed');
  }

  private async add(job: DeliverableJob, delayMs: number): Promise<void> {
    const name = `${job.jobId}-r${job.attempt}${job.again === undefined ? '' : `-${job.again}`}`;
    const traceparent = currentTraceparent();
    const payload = {
      job_id: job.jobId,
      attempt: job.attempt,
      ...(traceparent === undefined ? {} : { traceparent }),
    };
    await answered(this.queue.add('process', payload, entryOptions(name, delayMs)));
  }
}

function entryOptions(jobId: string, delayMs: number) {
  return { jobId, delay: delayMs, removeOnComplete: true, removeOnFail: true, attempts: 1 };
}

/** BullMQ waits for a connection for ever; whoever sends does not. */
function answered<T>(work: Promise<T>): Promise<T> {
  return withinTime(work, ADD_TIMEOUT_MS).catch((cause: unknown) => {
    throw new UnavailableError('redis', { cause });
  });
}
