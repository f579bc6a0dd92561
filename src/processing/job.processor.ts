import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { type Job, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { AppConfig } from '../common/config/app-config.js';
import { InjectLogger } from '../common/logging/inject-logger.js';
import { FILE_PROCESSING_QUEUE, fileProcessingPayload } from '../common/queue/queues.js';
import { createPatientRedis } from '../common/queue/redis.js';
import { withinTime } from '../common/within-time.js';
import { WorkerStoppingError } from './errors.js';
import { ProcessingService } from './processing.service.js';
import { ProgressCheck } from './progress.check.js';
import { Scratch } from './scratch.js';

const LOCK_DURATION_MS = 10_000;
const STALLED_INTERVAL_MS = 5_000;
const MAX_STALLED_COUNT = 2;
/** Handing back is one statement; what follows, like clearing up in storage, may take its time or stall. */
const HAND_BACK_TIMEOUT_MS = 5_000;
const CLOSE_TIMEOUT_MS = 2_000;

/**
 * Takes entries from the queue. An entry only says that some job waits: it may come twice, late, or for a job that is
 * finished. Which job is taken, the rows decide, so that everybody has their turn. A plain BullMQ worker and no
 * `@Processor`: a consumer waits for Redis for ever and needs a connection of its own, while producers in the same
 * process fail fast.
 */
@Injectable()
export class JobProcessor implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly stopping = new AbortController();
  private readonly running = new Set<Promise<void>>();
  private connection: Redis | undefined;
  private worker: Worker | undefined;

  constructor(
    private readonly processing: ProcessingService,
    private readonly progress: ProgressCheck,
    private readonly scratch: Scratch,
    private readonly config: AppConfig,
    @InjectLogger() private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const left = await this.scratch.clearAbandoned();
    if (left > 0) this.logger.info({ folders: left }, 'removed scratch of earlier processes');
    this.connection = createPatientRedis(this.config.redis.url, this.logger);
    this.worker = new Worker(FILE_PROCESSING_QUEUE, (entry) => this.take(entry), {
      connection: this.connection,
      concurrency: this.config.worker.concurrency,
      lockDuration: LOCK_DURATION_MS,
      stalledInterval: STALLED_INTERVAL_MS,
      maxStalledCount: MAX_STALLED_COUNT,
    });
    this.worker.on('error', (error) => {
      this.logger.debug({ err: error }, 'queue worker error');
    });
    this.worker.on('failed', (entry, error) => {
      this.logger.warn({ err: error, entry: entry?.id }, 'queue entry failed; the sweeper repairs its job');
    });
  }

  /** Running jobs are handed back first; only then is the queue let go, which with Redis away would take for ever. */
  async onModuleDestroy(): Promise<void> {
    this.logger.info({ running: this.running.size }, 'claiming no more; running jobs are handed back');
    this.stopping.abort(new WorkerStoppingError());
    const closed = this.worker?.close();
    await withinTime(Promise.allSettled(this.running), HAND_BACK_TIMEOUT_MS).catch((error: unknown) => {
      this.logger.warn({ err: error, running: this.running.size }, 'not every job was handed back in time');
    });
    await withinTime(Promise.resolve(closed), CLOSE_TIMEOUT_MS).catch((error: unknown) => {
      this.logger.warn({ err: error }, 'the queue could not be told that its worker is gone');
    });
    this.connection?.disconnect();
    this.logger.info('the worker has let go of the queue');
  }

  private async take(entry: Job): Promise<void> {
    const payload = fileProcessingPayload.safeParse(entry.data);
    const work = this.processing.processNext(payload.data ?? {}, this.stopping.signal);
    this.running.add(work);
    this.progress.took();
    await work.finally(() => {
      this.running.delete(work);
      this.progress.finished();
    });
  }
}
