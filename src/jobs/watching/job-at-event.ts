import type { JobDto } from '../dto/job.dto.js';
import type { JobEvent } from './job-events.repository.js';

const FINAL = new Set(['COMPLETED', 'FAILED']);

export const isFinal = ({ status }: { readonly status: string }): boolean => FINAL.has(status);

/** The job as it was right after an event, which may be some events ago. */
export function jobAtEvent(job: JobDto, event: JobEvent): JobDto {
  return Object.assign({}, job, {
    status: event.status,
    progress: event.progress,
    attempt: event.attempt,
    retry_count: event.retryCount,
    error_code: event.errorCode,
    error_message: event.errorMessage,
    queued_at: event.queuedAt?.toISOString() ?? null,
    started_at: event.startedAt?.toISOString() ?? null,
    finished_at: event.finishedAt?.toISOString() ?? null,
    updated_at: event.occurredAt.toISOString(),
    statistics: isFinal(event) ? job.statistics : null,
  });
}
