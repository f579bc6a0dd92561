import type { JobDto, JobFileDto } from './dto/job.dto.js';
import type { ShownJob } from './job-rows.js';

/** What leaves the house about a job: a whitelist, without keys, paths and etags. */
export function toJobDto(job: ShownJob): JobDto {
  return {
    job_id: job.jobId,
    job_type: job.jobType,
    source: job.source,
    status: job.status,
    progress: job.progress,
    retry_count: job.retryCount,
    attempt: job.attempt,
    owner_id: job.ownerId,
    created_at: job.createdAt.toISOString(),
    queued_at: job.queuedAt?.toISOString() ?? null,
    started_at: job.startedAt?.toISOString() ?? null,
    finished_at: job.finishedAt?.toISOString() ?? null,
    updated_at: job.updatedAt.toISOString(),
    error_code: job.errorCode,
    error_message: job.errorMessage,
    file: job.upload == null ? null : toFileDto(job.upload),
    statistics: job.statistics,
  };
}

function toFileDto(upload: NonNullable<ShownJob['upload']>): JobFileDto {
  return {
    filename: upload.originalFilename,
    size: upload.fileSize,
    log_format: upload.logFormat,
    timezone: upload.timezone,
    on_error: upload.onError,
    max_rejects: upload.maxRejects,
    labels: upload.labels,
  };
}
