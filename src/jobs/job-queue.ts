import { InjectQueue } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import { Queue } from 'bullmq';
import type { Logger } from 'pino';
import { UnavailableError } from '../common/errors/domain.error.js';
import { InjectLogger } from '../common/logging/inject-logger.js';
import { FILE_PROCESSING_QUEUE, type FileProcessingPayload } from '../common/queue/queues.js';
import type { DeliverableJob } from './job-lifecycle.repository.js';

const ADD_TIMEOUT_MS = 2_000;

/**
 * Sends jobs to the workers. An entry's id is made of the job and the attempt it was queued after, so that sending twice
 * makes one entry. Finished entries are removed at once: one that stayed would swallow the next of the same id.
 */
@Injectable()
export class JobQueue {
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
  async send(job: DeliverableJob, delayMs = 0): Promise<void> {
    const added = this.queue.add(
      'process',
      { job_id: job.jobId, attempt: job.attempt },
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
}

/** BullMQ waits for a connection for ever; whoever sends does not. */
async function withinTime<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer within ${timeoutMs} ms`));
    }, timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    // The loser of the race may still fail, with nobody left to hear it.
    work.catch(() => undefined);
  }
}
