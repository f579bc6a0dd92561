import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { JobStatisticsDto } from '../jobs/dto/job-statistics.dto.js';

/** How an attempt at a job ended. */
export type AttemptOutcome = 'completed' | 'refused' | 'retried' | 'failed' | 'handed_back' | 'lost';

/** Seconds; a small file is through in a tenth of one, a large one takes minutes. */
const PHASE_BUCKETS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 900];

/** What this worker has done, counted. */
@Injectable()
export class ProcessingMetrics {
  private readonly running: Gauge;
  private readonly attempts: Counter<'outcome'>;
  private readonly phases: Histogram<'phase'>;
  private readonly bytes: Counter<'kind'>;
  private readonly lines: Counter<'kind'>;
  private readonly records: Counter;
  private readonly crashes: Counter;

  constructor(registry: Registry) {
    const registers = [registry];
    this.running = new Gauge({
      name: 'ingest_jobs_running',
      help: 'Jobs that this worker has claimed and not ended.',
      registers,
    });
    this.attempts = new Counter({
      name: 'ingest_job_attempts_total',
      help: 'Attempts at jobs by how they ended: completed, refused (the file), retried, failed, handed_back, lost.',
      labelNames: ['outcome'],
      registers,
    });
    this.phases = new Histogram({
      name: 'ingest_job_phase_duration_seconds',
      help: 'Time that the phases of completed jobs took: stage, parse, publish.',
      labelNames: ['phase'],
      buckets: PHASE_BUCKETS,
      registers,
    });
    this.bytes = new Counter({
      name: 'ingest_processed_bytes_total',
      help: 'Bytes of completed files, as sent and decompressed.',
      labelNames: ['kind'],
      registers,
    });
    this.lines = new Counter({
      name: 'ingest_processed_lines_total',
      help: 'Lines of completed files by what they are: record, rejected, blank, structural.',
      labelNames: ['kind'],
      registers,
    });
    this.records = new Counter({
      name: 'ingest_processed_records_total',
      help: 'Records of completed files.',
      registers,
    });
    this.crashes = new Counter({
      name: 'ingest_parser_crashes_total',
      help: 'Parser processes that died or broke the protocol.',
      registers,
    });
  }

  started(): void {
    this.running.inc();
  }

  ended(): void {
    this.running.dec();
  }

  countAttempt(outcome: AttemptOutcome): void {
    this.attempts.inc({ outcome });
  }

  countCompleted(statistics: JobStatisticsDto): void {
    this.countAttempt('completed');
    for (const [phase, seconds] of Object.entries(statistics.seconds)) {
      this.phases.observe({ phase }, Number(seconds));
    }
    this.bytes.inc({ kind: 'sent' }, statistics.bytes);
    this.bytes.inc({ kind: 'decompressed' }, statistics.decompressed_bytes);
    this.lines.inc({ kind: 'record' }, statistics.record_lines);
    this.lines.inc({ kind: 'rejected' }, statistics.rejected_lines);
    this.lines.inc({ kind: 'blank' }, statistics.blank_lines);
    this.lines.inc({ kind: 'structural' }, statistics.structural_lines);
    this.records.inc(statistics.records);
  }

  countParserCrash(): void {
    this.crashes.inc();
  }
}
