import { Injectable } from '@nestjs/common';
import { askedOnceIn } from '../common/asked-once-in.js';
import { AppConfig } from '../common/config/app-config.js';
import { freeBytes } from '../common/disk/free-space.js';
import { JobsService } from '../jobs/jobs.service.js';
import { DiskFullError, QueueOverloadedError } from './errors.js';

/** What was found counts for so long, so that a flood of requests asks the database and the disks once. */
const FRESH_MS = 1_000;

/**
 * Whether new work is taken. Where the workers do not keep up, or a disk that they or uploads need is nearly full, a clear
 * refusal now is better than a job that waits for hours or fails half-way. Work that was uploaded is always taken.
 */
@Injectable()
export class AdmissionService {
  private readonly isOverloaded: () => Promise<boolean>;
  private readonly isDiskFull: () => Promise<boolean>;

  constructor(
    private readonly jobs: JobsService,
    private readonly config: AppConfig,
  ) {
    this.isOverloaded = askedOnceIn(FRESH_MS, () => this.hasOldWork());
    this.isDiskFull = askedOnceIn(FRESH_MS, () => this.hasFullDisk());
  }

  /** @throws QueueOverloadedError, DiskFullError */
  async check(): Promise<void> {
    if (await this.isOverloaded()) throw new QueueOverloadedError();
    if (await this.isDiskFull()) throw new DiskFullError();
  }

  private async hasOldWork(): Promise<boolean> {
    const { maxQueueAgeMs } = this.config.ingest;
    return maxQueueAgeMs > 0 && this.jobs.hasWorkWaitingFor(maxQueueAgeMs);
  }

  /** Scratch is looked at where a worker of this machine has it; elsewhere its own jobs wait, which the age tells. */
  private async hasFullDisk(): Promise<boolean> {
    const { minFreeDiskBytes } = this.config.ingest;
    if (minFreeDiskBytes === 0) return false;
    const { storage, worker } = this.config;
    const folders = [worker.scratchDir, ...(storage.type === 'LOCAL' ? [storage.localDir] : [])];
    const free = await Promise.all(folders.map(freeBytes));
    return free.some((bytes) => bytes !== null && bytes < minFreeDiskBytes);
  }
}
