import { Injectable } from '@nestjs/common';
import { SpanKind } from '@opentelemetry/api';
import type { Logger } from 'pino';
import { AppConfig } from '../common/config/app-config.js';
import { InjectLogger } from '../common/logging/inject-logger.js';
import { FILE_PROCESSING_QUEUE, type FileProcessingPayload } from '../common/queue/queues.js';
import { Storage } from '../common/storage/storage.js';
import { traced } from '../common/tracing/traced.js';
import {
  type AttemptFailure,
  type ClaimedJob,
  type FailureReport,
  JobDeliveryService,
} from '../jobs/job-delivery.service.js';
import { ParserCrashedError } from '../parsing/errors.js';
import {
  type ParseOutcome,
  type ParseRefusal,
  type ParseSuccess,
  ParsingService,
} from '../parsing/parsing.service.js';
import { LeaseLostError, WorkerStoppingError } from './errors.js';
import { type FailureAction, judgeFailure } from './failure-policy.js';
import { Lease } from './lease.js';
import { ProcessingMetrics } from './processing.metrics.js';
import { publishRejects, publishResults, resultKeys } from './publish.js';
import { Scratch } from './scratch.js';
import { stageObject } from './stage.js';
import { toJobStatistics } from './to-job-statistics.js';

/** How the progress of a job is shared among its steps, percent at the end of each. */
const STAGED_PERCENT = 10;
const PARSED_PERCENT = 95;

/** Takes one job through its three steps: stage, parse, publish. The row decides at every turn; this only proposes. */
@Injectable()
export class ProcessingService {
  constructor(
    private readonly delivery: JobDeliveryService,
    private readonly storage: Storage,
    private readonly parsing: ParsingService,
    private readonly scratch: Scratch,
    private readonly metrics: ProcessingMetrics,
    private readonly config: AppConfig,
    @InjectLogger() private readonly logger: Logger,
  ) {}

  /**
   * Processes the job whose turn it is, if one waits; anything that goes wrong ends in the row, not here.
   *
   * @param entry - what woke the worker; its trace goes on where it was sent for the very job that is taken
   * @param stopping - aborted when the worker is told to stop; the job is handed back then
   * @throws only when the row itself cannot be reached; the lease then lets another worker take over
   */
  async processNext(entry: FileProcessingPayload, stopping: AbortSignal): Promise<void> {
    const job = await this.delivery.claimNext();
    if (job === null) {
      this.logger.debug('nothing to claim: whatever waited is taken, finished or cancelled');
      return;
    }
    const ofEntry = entry.job_id === job.jobId ? entry.traceparent : undefined;
    await traced(
      {
        name: `process ${FILE_PROCESSING_QUEUE}`,
        kind: SpanKind.CONSUMER,
        traceparent: ofEntry ?? job.traceparent ?? undefined,
        attributes: { 'ingest.job_id': job.jobId },
      },
      () => this.process(job, stopping),
    );
  }

  private async process(job: ClaimedJob, stopping: AbortSignal): Promise<void> {
    const logger = this.logger.child({ job_id: job.jobId, attempt: job.attempt });
    logger.info('processing');
    const lease = new Lease(job, this.delivery, this.config.worker, logger);
    const signal = AbortSignal.any([lease.signal, stopping]);
    this.metrics.started();
    try {
      await this.attempt(job, lease, signal, logger);
    } catch (error) {
      // Whatever a step made of being stopped, the reason is what counts.
      await this.settle(job, signal.aborted ? signal.reason : error, logger);
    } finally {
      lease.release();
      this.metrics.ended();
    }
  }

  private async attempt(job: ClaimedJob, lease: Lease, signal: AbortSignal, logger: Logger): Promise<void> {
    const folder = await this.scratch.open(job.jobId, job.attempt);
    try {
      const stagedAt = performance.now();
      const sourcePath = await traced({ name: 'stage' }, () =>
        stageObject(this.storage, job, folder, signal),
      );
      lease.reportProgress(STAGED_PERCENT);
      const stageSeconds = (performance.now() - stagedAt) / 1000;
      const outcome = await traced({ name: 'parse' }, () =>
        this.parse(job, sourcePath, folder, lease, signal),
      );
      lease.reportProgress(PARSED_PERCENT);
      if (outcome.outcome === 'parsed') await this.publish(job, outcome, stageSeconds, signal, logger);
      else await this.refuse(job, outcome, stageSeconds, signal, logger);
    } finally {
      await this.scratch.remove(folder);
    }
  }

  private parse(
    job: ClaimedJob,
    sourcePath: string,
    workDir: string,
    lease: Lease,
    signal: AbortSignal,
  ): Promise<ParseOutcome> {
    const file = {
      jobId: job.jobId,
      sourcePath,
      workDir,
      format: job.logFormat,
      timezone: job.timezone,
      onError: job.onError,
      maxRejects: job.maxRejects,
      labels: job.labels,
      createdAtMs: job.createdAt.getTime(),
    };
    return this.parsing.parse(file, {
      signal,
      onProgress: ({ fraction }) => {
        lease.reportProgress(STAGED_PERCENT + fraction * (PARSED_PERCENT - STAGED_PERCENT));
      },
    });
  }

  private async publish(
    job: ClaimedJob,
    parsed: ParseSuccess,
    stageSeconds: number,
    signal: AbortSignal,
    logger: Logger,
  ): Promise<void> {
    const startedAt = performance.now();
    const keys = await traced({ name: 'publish' }, () => publishResults(this.storage, job, parsed, signal));
    const publishSeconds = (performance.now() - startedAt) / 1000;
    const statistics = toJobStatistics(parsed.statistics, { stageSeconds, publishSeconds }, [
      { kind: 'parquet', bytes: parsed.parquetBytes },
      { kind: 'rejects', bytes: parsed.rejectsBytes },
    ]);
    if (!(await this.delivery.complete(job, { statistics, ...keys }))) throw new LeaseLostError();
    this.metrics.countCompleted(statistics);
    logger.info(
      { lines: statistics.lines, records: statistics.records, seconds: statistics.seconds },
      'completed',
    );
  }

  private async refuse(
    job: ClaimedJob,
    refusal: ParseRefusal,
    stageSeconds: number,
    signal: AbortSignal,
    logger: Logger,
  ): Promise<void> {
    const report = await this.reportOf(job, refusal, stageSeconds, signal);
    if (!(await this.delivery.fail(job, refusal, report))) throw new LeaseLostError();
    this.metrics.countAttempt('refused');
    logger.info({ code: refusal.code }, 'failed: the file was refused');
  }

  /** What had been read of a refused file; its rejects are published, so that each can be fetched. */
  private async reportOf(
    job: ClaimedJob,
    { statistics, rejects }: ParseRefusal,
    stageSeconds: number,
    signal: AbortSignal,
  ): Promise<FailureReport | null> {
    if (statistics === null) return null;
    const startedAt = performance.now();
    const rejectsKey =
      rejects === undefined ? null : await publishRejects(this.storage, job, rejects, signal);
    const publishSeconds = (performance.now() - startedAt) / 1000;
    const files = rejects === undefined ? [] : [{ kind: 'rejects', bytes: rejects.bytes }];
    return { statistics: toJobStatistics(statistics, { stageSeconds, publishSeconds }, files), rejectsKey };
  }

  /** Ends an attempt that did not complete its job: the row first, then what lies in storage. */
  private async settle(job: ClaimedJob, error: unknown, logger: Logger): Promise<void> {
    if (error instanceof LeaseLostError) {
      this.metrics.countAttempt('lost');
      logger.warn('the job was taken away: cancelled, removed, or given to another worker');
    } else if (error instanceof WorkerStoppingError) {
      const handedBack = await this.delivery.handBack(job);
      this.metrics.countAttempt('handed_back');
      logger.info({ handed_back: handedBack }, 'stopping: the job goes to another worker');
    } else {
      const { action, ...failure } = judgeFailure(error);
      if (error instanceof ParserCrashedError) this.metrics.countParserCrash();
      const became = await this.recordFailure(job, action, failure);
      this.metrics.countAttempt(became === 'queued' ? 'retried' : became);
      logger.warn({ err: error, code: failure.code, became }, 'attempt failed');
    }
    await this.withdraw(job, logger);
  }

  private async recordFailure(
    job: ClaimedJob,
    action: FailureAction,
    failure: AttemptFailure,
  ): Promise<'queued' | 'failed' | 'lost'> {
    if (action === 'retry') return this.delivery.retryOrFail(job, failure);
    return (await this.delivery.fail(job, failure)) ? 'failed' : 'lost';
  }

  /** An answer to the completing update may have been lost, so the row is asked before anything is removed. */
  private async withdraw(job: ClaimedJob, logger: Logger): Promise<void> {
    const keys = resultKeys(job);
    try {
      if (!(await this.delivery.isAbandoned(job, keys))) return;
      await this.delivery.discard([keys.parquetKey, keys.rejectsKey]);
    } catch (error) {
      logger.warn({ err: error }, 'results of the attempt could not be removed');
    }
  }
}
