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
import type { DeliverableJob } from './job-lifecycle.repository.js';

const ADD_TIMEOUT_MS = 2_000;

/**
 * Sends jobs to the workers. An entry's id is made of the job and the attempt it was queued after, so that sending twice
 * makes one entry. Finished entries are removed at once: one that stayed would swallow the next of the same id.
 */
@Injectable()
export class JobQueue implements OnApplicationShutdown {
  constructor(
    @InjectQueue(FILE_PROCESSING_QUEUE) private readonly queue: Queue<FileProcessingPayload>,
    @InjectLogger() private readonly logger: Logger,
  ) {}

  /** Sends a job that stands QUEUED in its row; where Redis does not take it, the sweeper sends it later. */
  async sendOrLeave({ jobId, attempt }: DeliverableJob, delayMs = 0): Promise<void> {
    await this.send({ jobId, attempt }, delayMs).catch((error: unknown) => {
      this.logger.warn(
        { err: error, job_id: jobId },
        'queued in the database only; the sweeper will send it',
      );
    });
  }

  /**
   * @param delayMs - not to be delivered before
   * @throws UnavailableError when Redis did not take it in time; it may have arrived all the same
   */
  send(job: DeliverableJob, delayMs = 0): Promise<void> {
    const name = `send ${FILE_PROCESSING_QUEUE}`;
    return traced({ name, kind: SpanKind.PRODUCER }, () => this.add(job, delayMs));
  }

  private async add(job: DeliverableJob, delayMs: number): Promise<void> {
    const traceparent = currentTraceparent();
    const added = this.queue.add(
      'process',
      { job_id: job.jobId, attempt: job.attempt, ...(traceparent === undefined ? {} : { traceparent }) },
      {
        jobId: `${job.jobId}-r${job.attempt}`,
        delay: delayMs,
        removeOnComplete: true,
        removeOnFail: true,
        attempts: 1,
      },
    );
    await withinTime(added, ADD_TIMEOUT_MS).catch((cause: unknown) => {
      throw new UnavailableError('redis', { cause });
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await withinTime(this.queue.close(), ADD_TIMEOUT_MS).catch(() => undefined);
    this.logger.debug('queues are closed');
  }
}
