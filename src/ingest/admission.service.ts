import { Injectable } from '@nestjs/common';
import { AppConfig } from '../common/config/app-config.js';
import { freeBytes } from '../common/disk/free-space.js';
import { JobsService } from '../jobs/jobs.service.js';
import { DiskFullError, QueueOverloadedError } from './errors.js';

/** An answer of the database counts for so long, so that a flood of requests asks it once. */
const FRESH_MS = 1_000;

/**
 * Whether new work is taken. Where the workers do not keep up, or a disk that they or uploads need is nearly full, a clear
 * refusal now is better than a job that waits for hours or fails half-way. Work that was uploaded is always taken.
 */
@Injectable()
export class AdmissionService {
  private askedAt = -Infinity;
  private isOverloaded: Promise<boolean> = Promise.resolve(false);

  constructor(
    private readonly jobs: JobsService,
    private readonly config: AppConfig,
  ) {}

  /** @throws QueueOverloadedError, DiskFullError */
  async check(): Promise<void> {
    const { maxQueueAgeMs } = this.config.ingest;
    if (maxQueueAgeMs > 0 && (await this.hasOldWork(maxQueueAgeMs))) throw new QueueOverloadedError();
    if (await this.isDiskFull()) throw new DiskFullError();
  }

  private hasOldWork(ageMs: number): Promise<boolean> {
    const now = performance.now();
    if (now - this.askedAt > FRESH_MS) {
      this.askedAt = now;
      this.isOverloaded = this.jobs.hasWorkWaitingFor(ageMs).catch((error: unknown) => {
        this.askedAt = -Infinity;
        throw error;
      });
    }
    return this.isOverloaded;
  }

  /** Scratch is looked at where a worker of this machine has it; elsewhere its own jobs wait, which the age tells. */
  private async isDiskFull(): Promise<boolean> {
    const { minFreeDiskBytes } = this.config.ingest;
    if (minFreeDiskBytes === 0) return false;
    const { storage, worker } = this.config;
    const folders = [worker.scratchDir, ...(storage.type === 'LOCAL' ? [storage.localDir] : [])];
    const free = await Promise.all(folders.map(freeBytes));
    return free.some((bytes) => bytes !== null && bytes < minFreeDiskBytes);
  }
}
