import { Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { InjectLogger } from './inject-logger.js';

/** What the sweepers put right, by stable names. */
export const REPAIR_KINDS = [
  'lost_worker_queued',
  'lost_worker_failed',
  'entry_sent_again',
  'upload_expired',
  'object_removed',
  'orphan_removed',
  'orphan_reported',
  'multipart_aborted',
  'results_lost',
  'job_retired',
  'scratch_removed',
  'session_removed',
  'idempotency_key_removed',
  'webhook_message_removed',
  'webhook_secret_sealed_again',
] as const;
export type RepairKind = (typeof REPAIR_KINDS)[number];

/** Hears of each repair: what, and how many at once. */
export type RepairListener = (kind: RepairKind, count: number) => void;

/** Repairs that mean that something went wrong before; the others are housekeeping. */
const ALARMING: ReadonlySet<RepairKind> = new Set([
  'lost_worker_queued',
  'lost_worker_failed',
  'orphan_removed',
  'orphan_reported',
  'results_lost',
]);

/** The one place that every repair goes through: it becomes a log line (`"repair": <kind>`), and a number for metrics. */
@Injectable()
export class RepairLog {
  private readonly listeners: RepairListener[] = [];

  constructor(@InjectLogger() private readonly logger: Logger) {}

  /** For metrics: called with every repair from now on. */
  onRepair(listener: RepairListener): void {
    this.listeners.push(listener);
  }

  /** Nothing repaired, nothing said. */
  record(kind: RepairKind, count: number, fields: Readonly<Record<string, unknown>> = {}): void {
    if (count === 0) return;
    this.logger[ALARMING.has(kind) ? 'warn' : 'info']({ repair: kind, count, ...fields }, 'repaired');
    for (const listener of this.listeners) listener(kind, count);
  }
}
