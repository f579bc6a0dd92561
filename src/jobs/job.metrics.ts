import { InjectQueue } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import { Queue } from 'bullmq';
import { Gauge, Registry } from 'prom-client';
import { CachedAnswer } from '../common/metrics/cached-answer.js';
import { showIfKnown } from '../common/metrics/gauge-value.js';
import { FILE_PROCESSING_QUEUE } from '../common/queue/queues.js';
import { type JobCounts, JobCountsRepository } from './job-counts.repository.js';

/** Jobs as the database knows them, and the entries that the queue has for them. The same in every process. */
@Injectable()
export class JobMetrics {
  constructor(
    registry: Registry,
    repository: JobCountsRepository,
    @InjectQueue(FILE_PROCESSING_QUEUE) queue: Queue,
  ) {
    const counts = new CachedAnswer(() => repository.count());
    showJobs(registry, counts);
    const entries = new CachedAnswer(() => queue.getJobCounts('wait', 'prioritized', 'active', 'delayed'));
    new Gauge({
      name: 'ingest_queue_entries',
      help: 'Entries of the queue in Redis, by their state there.',
      labelNames: ['state'],
      registers: [registry],
      async collect() {
        this.reset();
        for (const [state, count] of Object.entries((await entries.get()) ?? {})) this.set({ state }, count);
      },
    });
  }
}

function showJobs(registry: Registry, counts: CachedAnswer<JobCounts>): void {
  new Gauge({
    name: 'ingest_jobs',
    help: 'Jobs by status.',
    labelNames: ['status'],
    registers: [registry],
    async collect() {
      this.reset();
      for (const [status, count] of Object.entries((await counts.get())?.byStatus ?? {}))
        this.set({ status }, count);
    },
  });
  new Gauge({
    name: 'ingest_jobs_waiting',
    help: 'Jobs that a worker could take now.',
    registers: [registry],
    async collect() {
      showIfKnown(this, (await counts.get())?.waiting);
    },
  });
  new Gauge({
    name: 'ingest_jobs_oldest_waiting_seconds',
    help: 'How long the oldest of the jobs that a worker could take has waited; 0 when there is none.',
    registers: [registry],
    async collect() {
      showIfKnown(this, (await counts.get())?.oldestWaitingSeconds);
    },
  });
}
