import type { JobDto } from './dto/job.dto.js';

/** A finished job, as the OpenAPI document shows it. */
export const JOB_EXAMPLE = {
  job_id: '0190a6c0-7c4e-7b1a-9d2e-3f1c2b4a5d6e',
  job_type: 'FILE_UPLOAD',
  source: 'api',
  status: 'COMPLETED',
  progress: 100,
  retry_count: 0,
  attempt: 1,
  owner_id: '0190a6bf-1111-7aaa-8bbb-0123456789ab',
  created_at: '2026-11-23T10:00:00.000Z',
  queued_at: '2026-11-23T10:00:02.100Z',
  started_at: '2026-11-23T10:00:02.140Z',
  finished_at: '2026-11-23T10:00:02.900Z',
  updated_at: '2026-11-23T10:00:02.900Z',
  error_code: null,
  error_message: null,
  file: {
    filename: 'access.log',
    size: 2_370_789,
    log_format: 'auto',
    timezone: 'UTC',
    on_error: 'continue',
    max_rejects: null,
    labels: { env: 'prod' },
  },
  statistics: {
    bytes: 2_370_789,
    decompressed_bytes: 2_370_789,
    lines: 10_000,
    record_lines: 10_000,
    records: 10_000,
    rejected_lines: 0,
    blank_lines: 0,
    structural_lines: 0,
    replaced_bytes: 0,
    first_timestamp: '2015-05-17T10:05:00.000Z',
    last_timestamp: '2015-05-20T21:05:59.000Z',
    severities: { INFO: 9_780, WARN: 217, ERROR: 3 },
    timestamps: { parsed: 10_000, missing: 0, assumed_timezone: 0, assumed_year: 0 },
    rejects: [],
    detected_format: 'apache_combined',
    detected_confidence: 1,
    compression: 'none',
    encoding: 'utf-8',
    output_files: [
      { kind: 'parquet', bytes: 583_412 },
      { kind: 'rejects', bytes: 0 },
    ],
    seconds: { stage: 0.02, parse: 0.41, publish: 0.05 },
  },
} satisfies JobDto;

/** A failed job that was just queued again. */
export const RETRIED_JOB_EXAMPLE: JobDto = {
  ...JOB_EXAMPLE,
  status: 'QUEUED',
  progress: 0,
  queued_at: '2026-11-23T10:20:00.000Z',
  started_at: null,
  finished_at: null,
  updated_at: '2026-11-23T10:20:00.000Z',
  statistics: null,
};

/** A job that was stopped in the middle. */
export const CANCELLED_JOB_EXAMPLE: JobDto = {
  ...JOB_EXAMPLE,
  status: 'FAILED',
  progress: 42,
  error_code: 'CANCELLED',
  error_message: 'The job was cancelled.',
  statistics: null,
};
